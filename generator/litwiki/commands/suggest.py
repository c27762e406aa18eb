"""`litwiki suggest`: topics that papers may belong to, with reasons."""

import click

from litwiki.commands.console import print_json
from litwiki.commands.options import EPILOG, Call, shared
from litwiki.model.errors import UsageError


@click.command(epilog=EPILOG)
@click.argument("slugs", metavar="[SLUG…]", nargs=-1)
@shared("root", "as_json")
def suggest(slugs: tuple[str, ...], call: Call) -> None:
    """Propose topics for papers, best first, each with its reason.

    Without SLUG: for all papers whose topics no one has confirmed.
    """
    from litwiki import content
    from litwiki.curation import topic_suggestions as topics

    with call.progress() as steps:
        steps.say("learning from the curated papers")
        wiki = content.load(call.folder).wiki
        unknown = [slug for slug in slugs if not wiki.resolve(slug)]
        if unknown:
            raise UsageError(f"no paper {unknown[0]!r} in this wiki")
        named = [wiki.papers[slug] for name in slugs if (slug := wiki.resolve(name))]
        papers = named or [p for p in wiki.papers.values() if p.topics_status == "suggested" and not slugs]
        suggestions = topics.suggest(wiki, papers)
    if call.as_json:
        print_json({"papers": [{"slug": slug, "topics": best} for slug, best in suggestions.items()]})
        return
    for slug, best in suggestions.items():
        click.echo(f"{slug}: {wiki.papers[slug].title}")
        for suggestion in best:
            if suggestion.score >= topics.LEAST:
                sure = ", sure" if suggestion.is_sure else ""
                click.echo(f"  {suggestion.topic} ({suggestion.score:.2f}{sure}): {suggestion.reason}")
        if unlikely := [suggestion.topic for suggestion in best if suggestion.score < topics.LEAST]:
            click.echo(f"  not likely: {', '.join(unlikely)}")
    if not suggestions:
        click.echo("no paper waits for topics" if wiki.topics else "this wiki has no topics yet", err=True)
