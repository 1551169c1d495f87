"""Articles that are copies of one another -> one of them in every search, all of them in its result."""

from typing import TYPE_CHECKING

from syndetect.engines.spark.arrays import kept

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["exact_copies", "followers", "with_copies"]


def exact_copies(prepared: "DataFrame", min_words: int) -> "DataFrame":
    """Find the articles that have the words of an earlier one: columns row and leader.

    Notes
    -----
    Shuffled: 24 bytes an article. A text with very many copies is one group of
    an aggregation, which every executor begins by itself.
    """
    from pyspark.sql import functions as f

    digests = prepared.where(f.col("n_body") >= min_words).select("row", "digest_0", "digest_1")
    leaders = (
        digests.groupBy("digest_0", "digest_1")
        .agg(f.min("row").alias("leader"), f.count("*").alias("n"))
        .where("n > 1")
    )
    found = digests.join(leaders, ["digest_0", "digest_1"])
    return found.where("row != leader").select("row", "leader")


def followers(exact: "DataFrame", near: "DataFrame") -> "DataFrame":
    """Put exact copies and near copies together: what stands behind a near copy stands behind its leader."""
    from pyspark.sql import functions as f

    moved = near.select(f.col("row").alias("leader"), f.col("leader").alias("new"))
    behind = exact.join(moved, "leader", "left").select("row", f.coalesce("new", "leader").alias("leader"))
    return behind.union(near.select("row", "leader"))


def with_copies(pairs: "DataFrame", followers: "DataFrame", most: int) -> "DataFrame":
    """Add the pairs of copies, as :func:`syndetect.candidates.with_copies` does.

    Parameters
    ----------
    pairs : DataFrame
        Columns a and b, distinct, a < b.
    followers : DataFrame
        Columns row and leader, of the articles that stand behind another.
    most : int
        Pairs to make at most, besides each copy with its leader.

    Returns
    -------
    DataFrame
        Columns a and b; not yet distinct.

    Notes
    -----
    What comes to the driver: one number for each number of pairs that a group
    makes, to find where ``most`` is reached.
    """
    from pyspark.sql import functions as f

    sizes = followers.groupBy("leader").agg((f.count("*") + 1).alias("size"))
    of_one = sizes.select(f.col("leader").alias("one"), f.col("size").alias("n_one"))
    of_other = sizes.select(f.col("leader").alias("other"), f.col("size").alias("n_other"))
    lead_one = followers.select(f.col("row").alias("a"), f.col("leader").alias("lead_a"))
    lead_other = followers.select(f.col("row").alias("b"), f.col("leader").alias("lead_b"))
    met = (
        pairs.join(lead_one, "a", "left")
        .join(lead_other, "b", "left")
        .select(f.coalesce("lead_a", "a").alias("x"), f.coalesce("lead_b", "b").alias("y"))
        .where("x != y")
        .select(f.least("x", "y").alias("one"), f.greatest("x", "y").alias("other"))
        .distinct()
        .join(of_one, "one", "left")
        .join(of_other, "other", "left")
        .select(
            f.lit(1).alias("kind"),
            "one",
            "other",
            (f.coalesce("n_one", f.lit(1)) * f.coalesce("n_other", f.lit(1))).alias("n_made"),
        )
    )
    within = sizes.select(
        f.lit(0).alias("kind"),
        f.col("leader").alias("one"),
        f.col("leader").alias("other"),
        f.floor(f.col("size") * (f.col("size") - 1) / 2).alias("n_made"),
    )
    groups = kept(within.union(met))
    # Smallest first, and of equal ones those within a group, then by row: as long as there is room.
    limit, n_at_limit = _limit(groups, most)
    chosen = groups.where(f.col("n_made") < limit)
    if n_at_limit:
        at_limit = groups.where(f.col("n_made") == limit).orderBy("kind", "one", "other").limit(n_at_limit)
        chosen = chosen.union(at_limit)
    members = followers.select("row", "leader").union(
        sizes.select(f.col("leader").alias("row"), f.col("leader"))
    )
    firsts = members.select(f.col("leader").alias("one"), f.col("row").alias("from_one"))
    seconds = members.select(f.col("leader").alias("other"), f.col("row").alias("from_other"))
    made = (
        chosen.join(firsts, "one", "left")
        .join(seconds, "other", "left")
        .select(
            "kind",
            f.coalesce("from_one", "one").alias("x"),
            f.coalesce("from_other", "other").alias("y"),
        )
        .where("kind = 1 or x < y")
        .select(f.least("x", "y").alias("a"), f.greatest("x", "y").alias("b"))
    )
    stars = followers.select(f.least("row", "leader").alias("a"), f.greatest("row", "leader").alias("b"))
    return pairs.select("a", "b").union(stars).union(made)


def _limit(groups: "DataFrame", most: int) -> tuple[int, int]:
    """Return the number of pairs from which not all groups have room, and how many of these groups have."""
    room = most
    counts = sorted((row.n_made, row["count"]) for row in groups.groupBy("n_made").count().collect())
    for n_made, n_groups in counts:
        if n_made * n_groups > room:
            return n_made, room // n_made
        room -= n_made * n_groups
    return (counts[-1][0] + 1 if counts else 0), 0
