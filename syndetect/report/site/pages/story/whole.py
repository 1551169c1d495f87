"""A story's members -> their whole texts as far as the page has room, and their credits."""

from syndetect.report.site.catalogue import Catalogue, Row
from syndetect.report.site.pages.story.views import ClipView, WholeView
from syndetect.report.site.text.credited import CreditView, credit_views
from syndetect.report.site.text.markup import marked_paragraph
from syndetect.report.site.text.room import Allowance
from syndetect.report.site.text.views import Clip
from syndetect.report.site.text.whole import Known, whole_text
from syndetect.report.site.wording import language

__all__ = ["whole_view"]

_CHARACTERS_EACH = 40_000  # longer texts are not shown whole


def whole_view(
    article: Row, label: str, anchor: str, catalogue: Catalogue, room: Allowance
) -> tuple[WholeView | None, tuple[CreditView, ...]]:
    """Prepare the whole text of one member, and what it credits.

    Parameters
    ----------
    article : Row
    label : str
        The member's.
    anchor : str
        Of the text; those of its credits are made from it.
    catalogue : Catalogue
    room : Allowance
        Reduced by the text that is shown.

    Returns
    -------
    WholeView or None
        None where the text is left out: redacted, too long, or no room left.
    tuple of CreditView
        Their places lead into the text where it is shown.
    """
    key = article["article_id"]
    credits, text = catalogue.find("credits", article_id=key), catalogue.text(key)
    if not text or len(text) > _CHARACTERS_EACH or room.left < len(text):
        return None, credit_views(credits, [""] * len(credits))
    known = Known(
        unique=catalogue.find("unique", article_id=key),
        furniture=catalogue.find("furniture", article_id=key),
        quotes=catalogue.find("quotes", article_id=key),
        credits=credits,
    )
    whole, tongue = whole_text(text, known, anchor), language(article["language"])
    rows = tuple((row.folded, tuple(_clip(clip, tongue) for clip in row.clips)) for row in whole.rows)
    clips = [clip for _, inside in rows for clip in inside]
    if not room.take(*(clip.text for clip in clips), *(clip.tags for clip in clips)):
        return None, credit_views(credits, [""] * len(credits))
    return WholeView(label=label, words=whole.label, rows=rows), credit_views(credits, whole.anchors)


def _clip(clip: Clip, tongue: str) -> ClipView:
    return ClipView(
        text=marked_paragraph(clip.segments, f"text {clip.whole}", tongue),
        tags=" · ".join(f"{kind} ({reason})" for kind, reason in clip.furniture),
    )
