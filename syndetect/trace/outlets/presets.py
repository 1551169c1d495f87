"""Published definitions of agency copy, each with its source and what is approximated here."""

from syndetect.errors import ParameterError
from syndetect.trace.outlets.definitions import Criterion, Definition

__all__ = ["METER", "PRESETS", "THRESHOLDS", "find_definition"]

METER = Definition(
    name="meter",
    citation=(
        "Clough, Gaizauskas, Piao & Wilks, 'METER: MEasuring TExt Reuse', Proceedings of the 40th Annual "
        "Meeting of the ACL (2002)"
    ),
    rule="Journalists judged each newspaper article wholly, partially or non-derived from the agency's copy; "
    "derived is wholly or partially.",
    approximation="The class comes from matched words, not from a reader's judgement; rewriting that shares "
    "no run of words is not seen.",
    criteria=(Criterion("derivation", 1),),
)

PRESETS: tuple[Definition, ...] = (
    METER,
    Definition(
        name="meter-wholly",
        citation=METER.citation,
        rule="The article is wholly derived: agency copy is its only source.",
        approximation="As meter.",
        criteria=(Criterion("derivation", 2),),
    ),
    Definition(
        name="lewis-mainly",
        citation=(
            "Lewis, Williams, Franklin, Thomas & Mosdell, 'The quality and independence of British "
            "journalism' (Cardiff University, 2006); Lewis, Williams & Franklin, 'A compromised fourth "
            "estate?', Journalism Studies 9(1) (2008)"
        ),
        rule="Coders judged how much of an item came from wires or other media; counted here are 'all' and "
        "'mainly'.",
        approximation="At least half of the words come from agencies; the study judged by reading, "
        "rewriting included, and counted other media too.",
        criteria=(Criterion("word share", 0.5),),
        together=True,
    ),
    Definition(
        name="attributor",
        citation=(
            "Attributor for the Fair Syndication Consortium (2009), as reported by Basen, 'Attributor helps "
            "media companies crack down on web scofflaws', MediaShift (24 March 2010)"
        ),
        rule="Near-exact copy: more than 80 % of the original, and more than 125 words.",
        approximation="The share is that of the agency's text; where its length is unknown the article does "
        "not count. Reports differ on whether exactly 125 words are enough.",
        criteria=(Criterion("source share", 0.8, strictly=True), Criterion("words", 125, strictly=True)),
    ),
    Definition(
        name="newsdesk",
        citation="LexisNexis, 'Deduplication in Newsdesk searches and newsletters', support document HT7156",
        rule="Article content must be at least 80 % identical to be a duplicate.",
        approximation="The measure of identity is not published: here, the share of the article's words that "
        "are one agency's.",
        criteria=(Criterion("word share", 0.8),),
    ),
    Definition(
        name="yanich-bagozzi",
        citation=(
            "Yanich & Bagozzi, study of 861 local television stations (University of Delaware, 2025), as "
            "described in the university's release 'Different channel, same news' (19 September 2025)"
        ),
        rule="At least half of the content is word-for-word identical; sports, weather and advertisements "
        "are left out.",
        approximation="Articles instead of newscasts; topics are left out by whoever chooses the corpus.",
        criteria=(Criterion("verbatim share", 0.5),),
    ),
    Definition(
        name="welbers",
        citation=(
            "Welbers, van Atteveldt, Kleinnijenhuis & Ruigrok, 'A gatekeeper among gatekeepers', Journalism "
            "Studies 19(3) (2018), and the vignette of the R package RNewsflow"
        ),
        rule="The article follows an agency item within hours, and their cosine is at least 0.4: the same "
        "event.",
        approximation="The cosine is over all words of the body, not over nouns and names of headline and "
        "first sentences, so 0.4 is another threshold here. It says that the event is the same, not that "
        "text was copied.",
        criteria=(Criterion("cosine", 0.4),),
    ),
    Definition(
        name="media-cloud",
        citation="Media Cloud, ap_syndicated: mediawords.dbi.stories.ap in github.com/mediacloud/backend",
        rule="A decision tree for the Associated Press: '(AP)', 'Associated Press' in quotation marks or "
        "near the title, or more than 10 sentences of at least 32 characters that are equal to the agency's.",
        approximation="Any agency; any credit for the text stands for the marks of the tree, whose other "
        "branches are left out. A comment in its code doubts that the look-up of sentences ever worked.",
        criteria=(Criterion("sentences", 10, strictly=True),),
        credit_suffices=True,
    ),
)

THRESHOLDS: tuple[Definition, ...] = tuple(
    Definition(
        name=f"words >= {tenths / 10:.1f}",
        rule=f"At least {tenths * 10} % of the words are copy, of all agencies together.",
        criteria=(Criterion("word share", tenths / 10),),
        together=True,
    )
    for tenths in range(1, 10)
)


def find_definition(name: str) -> Definition:
    """Return the published definition of a name.

    Parameters
    ----------
    name : str

    Returns
    -------
    Definition

    Raises
    ------
    ParameterError
        There is none of this name; the message lists those there are.
    """
    for definition in PRESETS:
        if definition.name == name:
            return definition
    names = ", ".join(definition.name for definition in PRESETS)
    raise ParameterError(f"OutletParams.definition must be one of {names}, got {name!r}")
