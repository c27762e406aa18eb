"""Invented papers in the shape of real ones, and listings made of them: everyone's test data."""

from collections.abc import Sequence

from msgspec import Struct


class Invented(Struct, frozen=True):
    title: str
    abstract: str


KETTLE = Invented(
    "KETTLE: Boiling Water with Gradient Descent",
    "Boiling water wastes energy because the heater does not know when to stop. KETTLE learns a schedule for the heater "
    "by gradient descent on a small model of the pot, and stops 12\\% earlier than a thermostat does. Trained on forty "
    "pots of three sizes, it transfers to pots it has never met. We compare it with TEAPOT and with a person who "
    "watches, and find that the person is slower on every pot but one. A study of the learned schedules shows that most "
    "of the gain comes from the last minute, where the model lowers the power step by step. Code is available at "
    "https://github.com/example/kettle.",
)
TEAPOT = Invented(
    "TEAPOT: A Thermostat That Listens",
    "A thermostat measures the temperature and nothing else, although a pot tells a listener far more about its state. "
    "TEAPOT adds a microphone and a small recurrent network that hears bubbles form long before the water boils. With "
    "{\\em two seconds} of sound it predicts the boiling point to within half a degree, \\( x_t = Ax_{t-1} \\) being its "
    "only state. On a benchmark of ninety recordings from kitchens it halves the error of the best earlier method, and "
    "it runs on a chip that costs less than the pot. Recordings and labels are released at "
    "https://huggingface.co/datasets/example/teapot-sounds.",
)
BREAD = Invented(
    "On the Parameterization of Sourdough",
    "How many parameters does a loaf have? We fit models of growing size to the rise of four hundred loaves and find "
    "that three numbers explain nearly all of it: hydration, temperature and the age of the starter. Further parameters "
    "fit noise, as cross-validation over bakeries shows. The result holds for rye and for wheat, though not for spelt, "
    "where a fourth parameter is needed. We discuss why earlier studies asked for dozens of parameters: their loaves came "
    "from a single oven. Our measurements are described in full, and the analysis takes less than a minute on a laptop.",
)
BIRDS = Invented(
    "GuessTheBird: Recognition of Birds from a Single Feather",
    "Field guides show whole birds, but what people find are feathers. GuessTheBird is a collection of 9,000 photographs "
    "of single feathers from 210 species, each with the place where it was found. Off-the-shelf classifiers that know "
    "whole birds name the right species in only 31\\% of the cases; training on feathers raises this to 74\\%, and telling "
    "the model the month adds another five points. Confusions follow family lines, so that a wrong answer is mostly a "
    "cousin. We hope that GuessTheBird encourages models which make use of small evidence.",
)
SOCKS = Invented(
    "Matching Socks as Bipartite Assignment",
    "Every household solves an assignment problem after washing. We cast the matching of socks as minimum-cost bipartite "
    "assignment, where costs come from a network that compares two photographs, and solve it exactly in less time than "
    "it takes to fold a shirt. On baskets with up to eighty socks the method pairs 97\\% correctly; most errors involve "
    "black socks of different age. A variant that may leave a sock single copes with those that the machine has eaten. "
    "In a study with eleven families the arguments about socks became shorter, although not fewer than before.",
)
ALL = (KETTLE, TEAPOT, BREAD, BIRDS, SOCKS)

HEAD = "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nbyAK and the research community\n\n"


def spaced(papers: Sequence[Invented], date: str = "Mar 17") -> str:
    """A listing with blank lines, as four of the five real ones."""
    date = f"{date}\n\n" if date else ""
    return HEAD + date + "\n\n".join(f"{p.title}\n\n{p.abstract}" for p in papers)


def dense(papers: Sequence[Invented]) -> str:
    """A listing without blank lines and date, `Subscribe` glued to its first title, as the fifth."""
    lines = "\n".join(f"{p.title}\n{p.abstract}" for p in papers)
    return f"Get trending papers in your email inbox once a day!\nGet trending papers in your email inbox!\nSubscribe{lines}\n"
