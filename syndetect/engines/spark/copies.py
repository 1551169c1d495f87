"""Articles that are copies of one another -> one of them in every search, all of them in its result."""

from typing import TYPE_CHECKING

from syndetect.engines.spark.arrays import kept

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["apart", "exact_copies", "find_crowds", "followers", "in_time", "with_copies"]


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


def find_crowds(followers: "DataFrame", most: int) -> "DataFrame":
    """Find the groups of more than ``most`` copies: columns row and crowd, the leader of each group."""
    from pyspark.sql import functions as f

    large = followers.groupBy("leader").agg((f.count("*") + 1).alias("size")).where(f.col("size") > most)
    leaders = large.select(f.col("leader").alias("row"), f.col("leader").alias("crowd"))
    behind = followers.join(large, "leader").select("row", f.col("leader").alias("crowd"))
    return leaders.union(behind)


def apart(pairs: "DataFrame", crowds: "DataFrame") -> "DataFrame":
    """Leave out the pairs of members of one crowd."""
    from pyspark.sql import functions as f

    one = crowds.select(f.col("row").alias("a"), f.col("crowd").alias("of_a"))
    other = crowds.select(f.col("row").alias("b"), f.col("crowd").alias("of_b"))
    met = pairs.join(one, "a", "left").join(other, "b", "left")
    return met.where("of_a is null or of_b is null or of_a != of_b").select("a", "b")


def in_time(crowds: "DataFrame", published: "DataFrame", n_partners: int) -> "DataFrame":
    """Pair members of crowds, as :func:`syndetect.candidates.copies.in_time` does.

    Parameters
    ----------
    crowds : DataFrame
        Columns row and crowd.
    published : DataFrame
        Columns row and published; NaN when unknown, which Spark sorts last.
    n_partners : int

    Returns
    -------
    DataFrame
        Columns a and b; not yet distinct.

    Notes
    -----
    Shuffled: 24 bytes a member. A crowd is sorted by one task.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    half = n_partners // 2
    order = Window.partitionBy("crowd").orderBy("published", "row")
    before = f.array(*(f.lag("row", k + 1).over(order) for k in range(half)))
    members = kept(
        crowds.join(published, "row").select(
            "row", "crowd", f.row_number().over(order).alias("place"), before.alias("before")
        )
    )
    earliest = members.where(f.col("place") <= half).select(
        "crowd", f.col("row").alias("other"), f.col("place").alias("earlier")
    )
    found = (
        members.join(earliest, "crowd")
        .where("earlier < place")
        .select("row", "other")
        .union(members.select("row", f.explode("before").alias("other")).where("other is not null"))
    )
    return found.select(f.least("row", "other").alias("a"), f.greatest("row", "other").alias("b"))


def with_copies(
    pairs: "DataFrame", followers: "DataFrame", most: int, crowds: "DataFrame", published: "DataFrame"
) -> "DataFrame":
    """Add the pairs of copies, as :func:`syndetect.candidates.with_copies` does.

    Parameters
    ----------
    pairs : DataFrame
        Columns a and b, distinct, a < b.
    followers : DataFrame
        Columns row and leader, of the articles that stand behind another.
    most : int
        Pairs to make at most, besides each copy with its leader.
    crowds : DataFrame
        Columns row and crowd.
    published : DataFrame
        Columns row and published.

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
    met = _crossable(met, followers, crowds, published)
    within = sizes.join(crowds.select(f.col("row").alias("leader")), "leader", "left_anti").select(
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


def _crossable(
    met: "DataFrame", followers: "DataFrame", crowds: "DataFrame", published: "DataFrame"
) -> "DataFrame":
    """Leave out the pairs of two crowds, and of a crowd with a group that did not come before it."""
    from pyspark.sql import functions as f

    first = f.min("published")  # NaN is above all, and kept where there is nothing else
    groups = (
        published.join(followers, "row", "left")
        .groupBy(f.coalesce("leader", "row").alias("group"))
        .agg(first.alias("first"))
    )
    whole = crowds.join(published, "row").groupBy("crowd").agg(first.alias("first_of_crowd"))
    known = groups.join(crowds.withColumnRenamed("row", "group"), "group", "left").join(
        whole, "crowd", "left"
    )
    for side in ("one", "other"):
        met = met.join(
            known.select(
                f.col("group").alias(side),
                f.col("first").alias(f"first_{side}"),
                f.col("first_of_crowd").alias(f"crowd_{side}"),
            ),
            side,
        )
    free = "crowd_one is null and crowd_other is null"
    before_one = "crowd_other is null and first_other < crowd_one"
    before_other = "crowd_one is null and first_one < crowd_other"
    allowed = met.where(f"({free}) or ({before_one}) or ({before_other})")
    return allowed.select("kind", "one", "other", "n_made")


def _limit(groups: "DataFrame", most: int) -> tuple[int, int]:
    """Return the number of pairs from which not all groups have room, and how many of these groups have."""
    room = most
    counts = sorted((row.n_made, row["count"]) for row in groups.groupBy("n_made").count().collect())
    for n_made, n_groups in counts:
        if n_made * n_groups > room:
            return n_made, room // n_made
        room -= n_made * n_groups
    return (counts[-1][0] + 1 if counts else 0), 0
