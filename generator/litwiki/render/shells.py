"""Pages from shells: a theme's template is run once for each course it takes, and then only filled.

A page with *traced* values goes through the theme's own template. What the template does to a traced value is
written down as a step (look up an attribute, apply a filter) and printed as a mark; where it decides something (a
condition, the length of a loop) the decision is a fork. The result is a tree: forks by their outcomes, at its ends
the text between the marks. Another page walks down: it does the same steps, and where it decides the same at all
forks, its text is the end's with its own values at the marks. A page that decides otherwise is traced in its turn.

So nothing of the theme is written down here, slots are escaped by the filters that the template itself applies,
and a tree is plain values that can be kept for the next build with the same theme, settings and navigation.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from jinja2 import Environment, Template, Undefined
from jinja2.filters import FILTERS
from jinja2.nodes import EvalContext
from jinja2.tests import TESTS

MARK = re.compile("\x02([0-9]+)\x03")
MOST_ENDS = 2_000
"""Ends of a tree; beyond, pages that fit none are rendered by the template itself."""

Step = tuple[Any, ...]
"""(what, number of the value it is done to, …); see `STEPS`."""


class UntraceableError(Exception):
    """A template does something with a page that cannot be written down as a step."""


# What a page whose course a shell does not foresee can raise; the template then has the word.
NOT_AS_TRACED = (UntraceableError, TypeError, LookupError, AttributeError, ValueError)


@dataclass(slots=True)
class Node:
    """Steps, then a fork on the last one's value, or an end: the page's text in parts and the values between.

    Of a tree that was kept, what no page came by stays as JSON has it: `folded`, with the texts of the tree."""

    steps: tuple[Step, ...] | None = None
    forks: "dict[object, Node]" = field(default_factory=dict)
    parts: tuple[str, ...] | None = None
    slots: tuple[tuple[int, int], ...] = ()
    bound: "list[Callable[[list[Any]], Any]] | None" = None
    folded: tuple[Any, Sequence[str]] | None = None

    def unfolded(self) -> "Node":
        """The node itself, as it is meant. Raises `TypeError`, `ValueError` and the like where it was no node."""
        if self.folded:
            (steps, forks, parts, slots), texts = self.folded
            self.steps = None if steps is None else tuple(_from_json(step) for step in steps)
            self.forks = {_from_json(value): Node(folded=(following, texts)) for value, following in forks}
            self.parts = None if parts is None else tuple(texts[part] for part in parts)
            self.slots = tuple((index, number) for index, number in slots)
            self.folded = None
        return self

    def __getstate__(self) -> tuple[object, ...]:
        self.unfolded()
        return self.steps, self.forks, self.parts, self.slots  # `bound` are functions, which no pipe can carry

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.steps, self.forks, self.parts, self.slots = state
        self.bound = self.folded = None


# --- steps ---------------------------------------------------------------------------------------------


def _look_up(value: Any, name: str) -> Any:
    """An attribute, or else an item, as `Environment.getattr` of Jinja."""
    try:
        return getattr(value, name)
    except AttributeError:
        try:
            return value[name]
        except (TypeError, LookupError, AttributeError):
            return MISSING


def _item(value: Any, key: Any) -> Any:
    """An item, or else an attribute, as `Environment.getitem` of Jinja."""
    try:
        return value[key]
    except (TypeError, LookupError, AttributeError):
        return getattr(value, key, MISSING) if isinstance(key, str) else MISSING


class _Missing:
    """Stands for what a template finds undefined."""

    def __reduce__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False


MISSING = _Missing()


def _known(value: Any) -> Any:
    return MISSING if isinstance(value, Undefined) else value


def _segments(url: str, depth: int) -> tuple[str, ...]:
    return tuple(url.split("/")[:depth])


def _exact(value: Any) -> Any:
    """A value as a key of a fork; text and numbers are different keys."""
    if not isinstance(value, str | int | float | bool | None):
        raise UntraceableError(f"a template compares a {type(value).__name__}")
    return type(value).__name__, value


_evaluation = EvalContext(Environment(autoescape=False))  # noqa: S701 - as MkDocs does


def _apply(table: Mapping[str, Any], name: str, arguments: Sequence[Any], named: Mapping[str, Any]) -> Any:
    function = table[name]
    passed = getattr(function, "jinja_pass_arg", None)
    first: tuple[Any, ...] = ()
    if passed is not None:
        first = {"eval_context": (_evaluation,), "environment": (_evaluation.environment,)}.get(passed.name, ())
        if not first:
            raise UntraceableError(f"the filter {name!r} looks at the context")
    return _known(function(*first, *arguments, **named))


STEPS: dict[str, Callable[..., Callable[[list[Any]], Any]]] = {
    # Each makes, of the rest of a step, a function of the values so far.
    "attribute": lambda n, name: lambda v: _look_up(v[n], name),
    "item": lambda n, key: lambda v: _item(v[n], key),
    "slice": lambda n, start, stop, step: lambda v: v[n][start:stop:step],
    "missing": lambda n: lambda v: v[n] is MISSING,
    "truth": lambda n: lambda v: bool(v[n]),
    "length": lambda n: lambda v: len(v[n]),
    "list": lambda n: lambda v: list(v[n]),
    "nth": lambda n, index: lambda v: v[n][index],
    "contains": lambda n, other: lambda v: other in v[n],
    "compares": lambda n, how, other: lambda v: bool(getattr(operator, how)(v[n], other)),
    "exact": lambda n: lambda v: _exact(v[n]),
    "depth": lambda n: lambda v: v[n].url.count("/"),
    "segments": lambda n, depth: lambda v: _segments(v[n].url, depth),
    "filter": lambda name, arguments, named: (
        lambda v: _apply(
            FILTERS, name, [_filled(a, v) for a in arguments], {k: _filled(a, v) for k, a in named.items()}
        )
    ),
    "test": lambda name, arguments: lambda v: bool(_apply(TESTS, name, [_filled(a, v) for a in arguments], {})),
    "anchor": lambda n: lambda v: str(v[n]).startswith("#"),
    "call": lambda n, arguments: lambda v: v[n](*[_filled(a, v) for a in arguments]),
    "joined": lambda pieces: lambda v: "".join(str(_filled(piece, v)) for piece in pieces),
}


@dataclass(frozen=True, slots=True)
class _Value:
    """Stands in a step's arguments for the traced value of that number."""

    number: int


def _filled(argument: Any, values: list[Any]) -> Any:
    if isinstance(argument, _Value):
        return values[argument.number]
    if isinstance(argument, list | tuple):
        return type(argument)(_filled(item, values) for item in argument)
    if isinstance(argument, dict):
        return {key: _filled(item, values) for key, item in argument.items()}
    return argument


# --- tracing -------------------------------------------------------------------------------------------


class Trace:
    """The steps of one run of the template, with the values of the page that it runs for."""

    def __init__(self, page: object) -> None:
        self.values: list[Any] = [page]
        self.steps: list[Step] = []
        self.forks: list[tuple[int, object]] = []
        self.known: dict[str, int] = {}

    def step(self, *step: Any) -> int:
        """The number of a step's value; a step that was done before has its number."""
        key = repr(step)
        if key not in self.known:
            value = STEPS[step[0]](*step[1:])(self.values)
            self.steps.append(step)
            self.values.append(value)
            self.known[key] = len(self.values) - 1
        return self.known[key]

    def fork(self, *step: Any) -> Any:
        """The value of a step on which the course of the template depends."""
        before = len(self.steps)
        number = self.step(*step)
        if len(self.steps) > before:
            self.forks.append((len(self.steps), self.values[number]))
        return self.values[number]

    def relative(self, function: Callable[..., str], context: Any, named: object) -> str:
        """An address as seen from the page: it depends on how deep the page is, and on the folders it has in
        common with the address."""
        target = str(named).strip("/").split("/")
        for depth in range(1, len(target) + 1):
            own = self.fork("segments", 0, depth)
            if own != tuple(target[:depth]):
                break
        page, base = self.values[0], context["base_url"]
        return str(function({"page": page, "base_url": base}, named))


class Traced:
    """A value that writes down what is done to it."""

    __slots__ = ("lw_number", "lw_trace")

    def __init__(self, trace: Trace, number: int) -> None:
        self.lw_trace, self.lw_number = trace, number

    def _made(self, *step: Any) -> "Traced":
        return Traced(self.lw_trace, self.lw_trace.step(*step))

    def __getattr__(self, name: str) -> "Traced":
        if name.startswith(("__", "jinja_", "_")):
            raise AttributeError(name)
        found = self._made("attribute", self.lw_number, name)
        if self.lw_trace.fork("missing", found.lw_number):
            raise AttributeError(name)
        return found

    def __getitem__(self, key: Any) -> "Traced":
        if isinstance(key, slice):
            bounds = [_plain(bound) for bound in (key.start, key.stop, key.step)]
            return self._made("slice", self.lw_number, *bounds)
        found = self._made("item", self.lw_number, _plain(key))
        if self.lw_trace.fork("missing", found.lw_number):
            raise KeyError(key)
        return found

    def __str__(self) -> str:
        return f"\x02{self.lw_number}\x03"

    def __bool__(self) -> bool:
        return bool(self.lw_trace.fork("truth", self.lw_number))

    def __len__(self) -> int:
        return int(self.lw_trace.fork("length", self.lw_number))

    def __iter__(self) -> "Iterator[Traced]":
        listed = self.lw_trace.step("list", self.lw_number)
        count = self.lw_trace.fork("length", listed)
        return iter([Traced(self.lw_trace, self.lw_trace.step("nth", listed, index)) for index in range(count)])

    def __contains__(self, other: Any) -> bool:
        return bool(self.lw_trace.fork("contains", self.lw_number, _plain(other)))

    def __call__(self, *arguments: Any, **named: Any) -> "Traced":
        if named:
            raise UntraceableError("a template calls a page's method with named arguments")
        return self._made("call", self.lw_number, _steps_of(arguments))

    def _compared(self, how: str, other: Any) -> bool:
        return bool(self.lw_trace.fork("compares", self.lw_number, how, _plain(other)))

    def __eq__(self, other: object) -> bool:
        return self._compared("eq", other)

    def __ne__(self, other: object) -> bool:
        return self._compared("ne", other)

    def __lt__(self, other: object) -> bool:
        return self._compared("lt", other)

    def __le__(self, other: object) -> bool:
        return self._compared("le", other)

    def __gt__(self, other: object) -> bool:
        return self._compared("gt", other)

    def __ge__(self, other: object) -> bool:
        return self._compared("ge", other)

    def __hash__(self) -> int:
        return hash(self.lw_trace.fork("exact", self.lw_number)[1])


def _plain(value: Any) -> Any:
    """An argument that is written down as it is: text, numbers and what is made of them."""
    if isinstance(value, Traced) or (isinstance(value, str) and "\x02" in value):
        raise UntraceableError("a template compares two values of a page")
    if not isinstance(value, str | int | float | bool | None | tuple):
        raise UntraceableError(f"a template compares a page's value with a {type(value).__name__}")
    return value


def _is_traced(value: Any) -> bool:
    if isinstance(value, Traced):
        return True
    if isinstance(value, str):
        return "\x02" in value
    if isinstance(value, list | tuple):
        return any(map(_is_traced, value))
    return isinstance(value, dict) and any(map(_is_traced, value.values()))


def _trace_in(value: Any) -> Trace | None:
    if isinstance(value, Traced):
        return value.lw_trace
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return next((trace for item in items if (trace := _trace_in(item))), None)


def _steps_of(value: Any) -> Any:
    """An argument with the traced values in it as their numbers."""
    if isinstance(value, Traced):
        return _Value(value.lw_number)
    if isinstance(value, str) and "\x02" in value:
        pieces = MARK.split(value)
        return _Value(_current[-1].step("joined", tuple(_Value(int(p)) if i % 2 else p for i, p in enumerate(pieces))))
    if isinstance(value, list | tuple):
        return type(value)(map(_steps_of, value))
    if isinstance(value, dict):
        return {key: _steps_of(item) for key, item in value.items()}
    if isinstance(value, str | int | float | bool | None):
        return value
    raise UntraceableError(f"a template hands a {type(value).__name__} to a filter")


class _Unseen:
    """Stands for the list of all pages: a page that shows others changes with them."""

    def __getattribute__(self, name: str) -> Any:
        if name == "__class__":  # MkDocs asks what it is
            return _Unseen
        raise UntraceableError(f"a template looks at all pages ({name})")

    def __iter__(self) -> Iterator[Any]:
        raise UntraceableError("a template looks at all pages")

    def __len__(self) -> int:
        raise UntraceableError("a template counts the pages")


UNSEEN: Any = _Unseen()

_current: list[Trace] = []


def _wrapped_filter(name: str, function: Any) -> Any:
    passed = getattr(function, "jinja_pass_arg", None)
    skip = 0 if passed is None else 1

    @wraps(function)
    def apply(*arguments: Any, **named: Any) -> Any:
        own = arguments[skip:]
        if not _current or not (_is_traced(own) or _is_traced(named)):
            if _current and name in {"url", "script_tag"}:
                return _current[-1].relative(function, arguments[0], own[0])
            return function(*arguments, **named)
        trace = _current[-1]
        if name == "url":
            number = _steps_of(own[0]).number
            if trace.fork("anchor", number):
                return Traced(trace, number)
            return trace.relative(function, arguments[0], trace.fork("exact", number)[1])
        if FILTERS.get(name) is not function:
            raise UntraceableError(f"the filter {name!r} is not Jinja's own")
        made = trace.step("filter", name, tuple(_steps_of(a) for a in own), {k: _steps_of(a) for k, a in named.items()})
        return Traced(trace, made)

    return apply


def _wrapped_test(name: str, function: Any) -> Any:
    passed = getattr(function, "jinja_pass_arg", None)
    skip = 0 if passed is None else 1

    @wraps(function)
    def apply(*arguments: Any) -> Any:
        own = arguments[skip:]
        if not _current or not _is_traced(own):
            return function(*arguments)
        if TESTS.get(name) is not function:
            raise UntraceableError(f"the test {name!r} is not Jinja's own")
        if name in {"defined", "undefined"} and isinstance(own[0], Traced):
            missing = _current[-1].fork("missing", own[0].lw_number)
            return missing if name == "undefined" else not missing
        return _current[-1].fork("test", name, tuple(_steps_of(a) for a in own))

    return apply


def make_traceable(environment: Environment) -> None:
    """Lets filters and tests of a theme's environment notice traced values; with others they do what they did."""
    for name, function in list(environment.filters.items()):
        environment.filters[name] = _wrapped_filter(name, function)
    for name, test in list(environment.tests.items()):
        environment.tests[name] = _wrapped_test(name, test)


# --- the tree ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Shells:
    """The tree of a template; grows by tracing, and may be kept."""

    root: Node = field(default_factory=Node)
    ends: int = 0

    def fill(self, page: object) -> str | None:
        """The page's text, or None where no page took its course before."""
        values: list[Any] = [page]
        node = self.root.unfolded()
        while node.parts is None:
            if node.steps is None:
                return None
            if node.bound is None:
                node.bound = [STEPS[step[0]](*step[1:]) for step in node.steps]
            for do in node.bound:
                values.append(do(values))
            following = node.forks.get(values[-1])
            if following is None:
                return None
            node = following.unfolded()
        if node.bound is None:
            node.bound = [STEPS[step[0]](*step[1:]) for step in node.steps or ()]
        for do in node.bound:
            values.append(do(values))
        parts = list(node.parts)
        for index, number in node.slots:
            value = values[number]
            parts[index] = value if isinstance(value, str) else "" if value is MISSING else str(value)
        return "".join(parts)

    def grow(
        self,
        page: object,
        template: Template,
        context: Mapping[str, Any],
        dress: "Callable[[Trace], object]" = lambda trace: Traced(trace, 0),
    ) -> str:
        """Renders a page with the template and remembers its course; `dress` makes what the template sees of it.
        Raises `UntraceableError`."""
        trace = Trace(page)
        trace.fork("depth", 0)
        _current.append(trace)
        try:
            # What MkDocs made of addresses in the context depends on the page's folders as `url` does.
            for text in [*context["config"].extra_css, *map(str, context["config"].extra_javascript)]:
                trace.relative(lambda *_: "", context, text)
            text = template.render({**context, "page": dress(trace), "pages": UNSEEN})
        finally:
            _current.pop()
        self._insert(trace, text)
        filled = self.fill(page)
        if filled is None:
            raise UntraceableError("a page does not take the course that it was traced on")
        return filled

    def _insert(self, trace: Trace, text: str) -> None:
        node, done = self.root.unfolded(), 0
        for end, value in trace.forks:
            if node.steps is None:
                node.steps = tuple(trace.steps[done:end])
            node = node.forks.setdefault(value, Node()).unfolded()
            done = end
        pieces = MARK.split(text)
        node.steps = tuple(trace.steps[done:])
        node.parts = tuple("" if index % 2 else piece for index, piece in enumerate(pieces))
        node.slots = tuple((index, int(piece)) for index, piece in enumerate(pieces) if index % 2)
        self.ends += 1

    def merge(self, other: "Shells") -> None:
        """Takes in what another process found out."""
        if other is not self:
            self.ends += _merge(self.root, other.root)

    def to_json(self) -> object:
        """The tree as JSON has it; texts, most of which many ends share, stand there once."""
        texts: dict[str, int] = {}
        tree = _node_to_json(self.root, texts)
        return [self.ends, list(texts), tree]

    @classmethod
    def from_json(cls, told: Any) -> "Shells":
        """The tree that `to_json` wrote down. Raises `TypeError`, `ValueError` and the like for any other."""
        ends, texts, tree = told
        return cls(Node(folded=(tree, texts)).unfolded(), int(ends))


def _merge(node: Node, other: Node) -> int:
    node.unfolded(), other.unfolded()
    if node.steps is None:
        node.steps, node.parts, node.slots = other.steps, other.parts, other.slots
    new = 0
    for value, following in other.forks.items():
        if value in node.forks:
            new += _merge(node.forks[value], following)
        else:
            node.forks[value] = following
            new += _ends(following)
    return new


def _ends(node: Node) -> int:
    return 1 if node.unfolded().parts is not None else sum(map(_ends, node.forks.values()))


def _node_to_json(node: Node, texts: dict[str, int]) -> object:
    node.unfolded()
    forks = [[_to_json(value), _node_to_json(following, texts)] for value, following in node.forks.items()]
    parts = node.parts and [texts.setdefault(part, len(texts)) for part in node.parts]
    return [node.steps and [_to_json(step) for step in node.steps], forks, parts, node.slots]


def _to_json(value: Any) -> Any:
    if isinstance(value, _Value):
        return {"value": value.number}
    if isinstance(value, tuple):
        return {"tuple": [_to_json(item) for item in value]}
    if isinstance(value, list):
        return [_to_json(item) for item in value]
    if isinstance(value, dict):
        return {"dict": [[key, _to_json(item)] for key, item in value.items()]}
    return value


def _from_json(told: Any) -> Any:
    if isinstance(told, dict):
        ((kind, inner),) = told.items()
        if kind == "value":
            return _Value(int(inner))
        if kind == "tuple":
            return tuple(_from_json(item) for item in inner)
        return {str(key): _from_json(item) for key, item in inner}
    return [_from_json(item) for item in told] if isinstance(told, list) else told
