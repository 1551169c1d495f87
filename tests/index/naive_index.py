"""The definition of the index's decisions in plain Python: everything anew, one article after the other."""

from functools import cache

from syndetect.agencies import load_registry
from syndetect.corpus.ids import content_digest
from syndetect.index.matching import is_duplicate, is_partial, matches
from syndetect.index.prepare import prepare
from syndetect.index.ranking import plausible_seconds, rank


def decide_all(articles, params):
    """Return {(id, content): (decision, canonical id, source id, matched words)} of a set of articles.

    ``articles`` stand in the order in which they came, which counts for
    versions of one id with one date alone.
    """
    entries, seen = [], {}
    known = set()
    for article in articles:
        name = (article.article_id, content_digest(article))
        if name in known:
            continue
        known.add(name)
        alone = _alone(article, params)
        stored, role = alone.stored[0], alone.roles[0]
        seen[article.article_id] = seen.get(article.article_id, 0) + 1
        order = (
            rank(article, role, len(stored.hashes), params),
            article.article_id,
            seen[article.article_id],
        )
        entries.append((order, article, name, stored, set(alone.keys[0].tolist())))
    entries.sort(key=lambda entry: entry[0])
    canonicals, found, ids = [], {}, set()
    for entry in entries:
        _, article, name, stored, _ = entry
        decision, canonical, source, matched = _decide(entry, canonicals, ids, params)
        found[name] = (decision, canonical, source, matched)
        if decision != "too_short" and matched is not None and canonical is None:
            canonicals.append(entry)
        found[name] = (decision, canonical or article.article_id, source, matched)
        ids.add(article.article_id)
    return found


@cache
def _alone(article, params):
    return prepare([article], load_registry(), params, n_threads=1)


def _decide(entry, canonicals, ids, params):
    _, article, _, stored, keys = entry
    n_words = len(stored.hashes)
    if n_words < params.min_words:
        return "too_short", None, "", 0
    met = []
    for other in canonicals:  # in order
        for key in keys & other[4]:
            before = [one for one in canonicals if key in one[4]]
            if before.index(other) < params.n_listed:
                met.append(other)
                break
    best = None
    for other in met:
        times = plausible_seconds(article), plausible_seconds(other[1])
        dated = params.window_days and None not in times
        if dated and abs(times[0] - times[1]) > params.window_days * 86400:
            continue
        match = matches([(0, 1)], {0: stored, 1: other[3]}, params)[0]
        if is_duplicate(match, n_words, params):
            same = _is_version(article, other[1])
            return "revision" if same else "duplicate", other[1].article_id, other[1].article_id, match[0]
        if is_partial(match, n_words, params) and (best is None or match[0] > best[1][0]):
            best = (other, match)
    source = best[0][1].article_id if best else ""
    matched = best[1][0] if best else 0
    if article.article_id in ids or (best and _is_version(article, best[0][1])):
        return "revision", None, source, matched
    return "partial" if best else "unique", None, source, matched


def _is_version(one, other):
    return one.article_id == other.article_id or (one.url != "" and one.url == other.url)
