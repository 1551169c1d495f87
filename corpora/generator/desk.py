"""Where an article is finished: paragraphs get credits, furniture, headline, time, and their truth."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpora.generator.compose import Kit, arrange, compose, headline, own_quotes
from corpora.generator.edits import WIRE_LEAD, WireStory, derive
from corpora.generator.layout import Layout, Paragraphs, as_copies, lay_out, spans_of
from corpora.generator.newsroom import CREDITS, Outlet, credit, furnish, lag_seconds, timestamp
from corpora.generator.params import COPY_EDITS, Edit, GeneratorParams
from corpora.generator.sentences import Dice
from corpora.generator.tasks import N_UNUSED, Task
from corpora.generator.truth import RELATIONS, Credit, GeneratedArticle, Truth
from corpora.generator.vocabulary import FIRST_NAMES, Vocabulary

__all__ = ["Desk", "World"]


class World(NamedTuple):
    """What is the same in the whole corpus.

    ``numbers`` has shape (n_articles,): a permutation, so that ids do not
    tell which articles belong together. ``start`` is in seconds since 1970.
    """

    params: GeneratorParams
    words: Vocabulary
    outlets: list[Outlet]
    numbers: NDArray[np.int64]
    start: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Finishes the articles of one event; what is the same in all of them.

    ``seconds`` is when the wire story (or the unrelated article) came out,
    since 1970; ``agency`` a name and a code; ``caption`` stands under the photo
    that outlets print with the event.
    """

    world: World
    dice: Dice
    event_id: str
    seconds: float
    agency: tuple[str, str]
    caption: str
    places: list[str]

    def unrelated(self, number: int, kit: Kit, n_sentences: int) -> GeneratedArticle:
        """Write an article that belongs to no story; ``number`` is its place in the corpus."""
        n_quotes = round(n_sentences * kit.params.quote_rate)
        quotes = own_quotes(kit, n_quotes)
        body = arrange(kit, compose(kit, n_sentences - n_quotes, quotes, lead=1))
        title = headline(kit)
        layout = lay_out(self._furnished(body, outlet := self._outlet(), self.caption))
        truth = self._truth(number, "unrelated", layout, None, "none")
        return self._article(number, outlet, title, self.seconds, layout, truth)

    def wire(self, number: int, kit: Kit, n_sentences: int) -> tuple[GeneratedArticle, WireStory]:
        """Write the wire story: its dateline, its quotes out of the event's pool."""
        n_quotes = max(2, round(n_sentences * kit.params.quote_rate))
        pool = own_quotes(kit, n_quotes + N_UNUSED, first=0)
        blocks = compose(kit, n_sentences - n_quotes, pool[:n_quotes], WIRE_LEAD)
        body = arrange(kit, blocks)
        layout = lay_out(credit(body, "dateline", self.agency, self.dice.pick(self.places), ""))
        truth = self._truth(number, "wire", layout, None, "none")
        name, domain = self.agency[0], f"{self.agency[0].split()[0].lower()}.example"
        agency = Outlet(name, domain, "", "")
        article = self._article(number, agency, headline(kit), self.seconds, layout, truth)
        return article, WireStory(article.id, article.title, layout, as_copies(body), pool[n_quotes:])

    def version(self, number: int, task: Task, kit: Kit, wire: WireStory) -> GeneratedArticle:
        """Write one version of the wire story, or an article that meets it in event or passage."""
        title = headline(kit)
        if task.edit in COPY_EDITS and self.dice.uniform() < 0.4:
            title = wire.title
        body = derive(task.edit, wire, kit, task.n_sentences)
        form = self._credit_form(task.edit)
        credited = credit(body, form, self.agency, self.dice.pick(self.places), self._reporter())
        is_host = task.edit == "fragment"  # of another event, so with another photo
        caption = f"{title}. Photo: {self._reporter()}" if is_host else self.caption
        layout = lay_out(self._furnished(credited, outlet := self._outlet(), caption))
        truth = self._truth(number, task.edit, layout, wire, form)
        seconds = self.seconds + lag_seconds(self.dice)
        return self._article(number, outlet, title, seconds, layout, truth)

    def _credit_form(self, edit: Edit) -> Credit:
        is_mixed = edit == "local_reporting"
        if (edit in COPY_EDITS or is_mixed) and self.dice.uniform() < self.world.params.credit_share:
            return "contributed" if is_mixed else self.dice.pick(CREDITS)
        return "none"

    def _reporter(self) -> str:
        words = self.world.words
        return f"{self.dice.pick(FIRST_NAMES)} {words.words[words.n_words + self.dice.below(words.n_names)]}"

    def _outlet(self) -> Outlet:
        outlets = self.world.outlets
        return outlets[int(self.dice.uniform() ** 2 * len(outlets))]  # the first ones publish most

    def _furnished(self, paragraphs: Paragraphs, outlet: Outlet, caption: str) -> Paragraphs:
        if self.dice.uniform() < self.world.params.furniture_share:
            return furnish(paragraphs, outlet, caption)
        return paragraphs

    def _article_id(self, number: int) -> str:
        return f"a{int(self.world.numbers[number]):07d}"

    def _article(
        self, number: int, outlet: Outlet, title: str, seconds: float, layout: Layout, truth: Truth
    ) -> GeneratedArticle:
        known = truth.edit == "wire" or self.dice.uniform() >= self.world.params.missing_time_share
        published = timestamp(seconds) if known else ""
        url = f"https://{outlet.domain}/{truth.id}"
        return GeneratedArticle(truth.id, outlet.name, title, published, url, layout.text, truth)

    def _truth(self, number: int, edit: Edit, layout: Layout, wire: WireStory | None, form: Credit) -> Truth:
        article_id = self._article_id(number)
        return Truth(
            article_id,
            f"h{article_id[1:]}" if edit == "fragment" else self.event_id,
            edit,
            wire.article_id if wire else "",
            RELATIONS[edit],
            self.agency[1] if wire or edit == "wire" else "",
            "dateline" if edit == "wire" else form,
            spans_of(layout, wire.layout) if wire else (),
            layout.quotes(),
            layout.furniture(),
            *layout.words(),
        )
