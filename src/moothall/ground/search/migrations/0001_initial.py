"""The rows, and on each engine the index over them."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_TOKENS = "tokenize = 'porter unicode61 remove_diacritics 2'"

SQLITE = (
    "CREATE VIRTUAL TABLE search_listed_words USING fts5"
    f"(words, marks, content = 'search_listed', content_rowid = 'id', {_TOKENS})",
    "CREATE VIRTUAL TABLE search_ranked_words USING fts5"
    f"(title, text, content = 'search_ranked', content_rowid = 'id', prefix = '2 3', {_TOKENS})",
)

#: From SQLite 3.42: removed words leave the index at once instead of at the next merge.
SQLITE_LATER = (
    "INSERT INTO search_listed_words (search_listed_words, rank) VALUES ('secure-delete', 1)",
    "INSERT INTO search_ranked_words (search_ranked_words, rank) VALUES ('secure-delete', 1)",
)

#: No stop words: "Will" and "May" are names.
POSTGRES = (
    "CREATE TEXT SEARCH DICTIONARY moothall_stem (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION moothall (COPY = simple)",
    "ALTER TEXT SEARCH CONFIGURATION moothall ALTER MAPPING FOR asciiword, word, numword, asciihword, hword, "
    "hword_asciipart, hword_part, hword_numpart, numhword WITH moothall_stem",
    "ALTER TABLE search_listed ADD COLUMN terms tsvector NOT NULL",
    "ALTER TABLE search_listed ALTER COLUMN terms SET STATISTICS 300",
    "ALTER TABLE search_listed ALTER COLUMN words SET DEFAULT ''",
    "CREATE INDEX search_listed_terms ON search_listed USING gin (terms)",
    "CREATE INDEX search_listed_position ON search_listed (position)",
    "ALTER TABLE search_ranked ADD COLUMN terms tsvector NOT NULL",
    "CREATE INDEX search_ranked_terms ON search_ranked USING gin (terms)",
    # Writes the rows given for some keys and removes the rows of these keys in classes not given.
    """
    CREATE FUNCTION search_put(
        of_kind text, keys text[], classes text[], positions bigint[], texts text[], marked text[]
    ) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM search_listed l WHERE l.kind = of_kind AND l.key = ANY(keys) AND NOT EXISTS (
            SELECT 1 FROM unnest(keys, classes) AS given(key, confidentiality)
            WHERE given.key = l.key AND given.confidentiality = l.confidentiality);
        INSERT INTO search_listed AS l (kind, key, confidentiality, position, words, marks, terms)
        SELECT of_kind, given.key, given.confidentiality, given.position, '', '',
            to_tsvector('moothall', given.said) || array_to_tsvector(string_to_array(given.marks, ' '))
        FROM unnest(keys, classes, positions, texts, marked)
            AS given(key, confidentiality, position, said, marks)
        ON CONFLICT (kind, key, confidentiality) DO UPDATE
            SET position = excluded.position, terms = excluded.terms
            WHERE l.terms <> excluded.terms OR l.position <> excluded.position;
    END $$
    """,
    # How many rows the planner expects to match.
    """
    CREATE FUNCTION search_expected(wanted tsquery) RETURNS float8 LANGUAGE plpgsql AS $$
    DECLARE
        plan json;
    BEGIN
        EXECUTE 'EXPLAIN (FORMAT JSON) SELECT 1 FROM search_listed WHERE terms @@ '
            || quote_literal(wanted::text) || '::tsquery' INTO plan;
        RETURN (plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8;
    END $$
    """,
    # The marks of the stretches that cover at least `numbers` numbers below the place `upper_place`, up to ten of the
    # widest that is not wider than that, each for every one of `codes`, and the lowest place that they cover.
    """
    CREATE FUNCTION search_stretch(
        upper_place bigint, numbers float8, codes text[], OUT stretches tsquery, OUT lower_place bigint
    ) LANGUAGE plpgsql AS $$
    DECLARE
        width integer := least(51, greatest(24, floor(ln(greatest(numbers, 1)) / ln(2) / 3)::integer * 3));
        highest bigint := (upper_place - 1) >> 10 >> width;
        many integer := least(10, ceil(numbers / (1::bigint << width)));
    BEGIN
        lower_place := (highest - many) << width << 10;
        SELECT string_agg(format('''%sb%s:%s''', code, width, highest - back), ' | ')::tsquery
            INTO stretches FROM generate_series(0, many) AS back, unnest(codes) AS code;
    END $$
    """,
    # How to ask for what somebody sees. When they see most of what matches, for all of it, with a look at the class of
    # each row found (`looked_at`): that is cheaper than to intersect the lists of large classes. Otherwise for the
    # documents of their classes, whose stretches are marked with `codes`. `everybodys` is null where nothing but the kind
    # is asked: nearly all documents are of one, so that each row found is asked for it sooner than a list of them all.
    """
    CREATE FUNCTION search_way(
        asked tsquery, own tsquery, everybodys tsquery, classes text[], class_codes text[],
        OUT wanted tsquery, OUT expected float8, OUT looked_at text[], OUT codes text[]
    ) LANGUAGE plpgsql AS $$
    DECLARE
        of_all float8;
    BEGIN
        wanted := coalesce(asked && everybodys, asked);
        expected := search_expected(wanted);
        codes := ARRAY[''];
        IF classes IS NOT NULL THEN
            of_all := expected;
            expected := search_expected(asked && own);
            looked_at := classes;
            IF expected < 0.7 * of_all THEN
                wanted := asked && own;
                codes := class_codes;
            END IF;
        END IF;
    END $$
    """,
    # How many numbers match, counting no further than `enough`: in a stretch when very many do, in no order else.
    """
    CREATE FUNCTION search_number(
        of_kind text, wanted tsquery, expected float8, looked_at text[], codes text[],
        newest bigint, oldest bigint, enough integer
    ) RETURNS bigint LANGUAGE plpgsql AS $$
    DECLARE
        stretch record;
        found bigint;
    BEGIN
        IF expected > 6 * enough THEN
            stretch := search_stretch(newest + 1, 1.5 * enough * ((newest - oldest) >> 10) / expected, codes);
            SELECT count(DISTINCT row.position >> 10) INTO found FROM (
                SELECT l.position FROM search_listed l WHERE l.terms @@ (wanted && stretch.stretches)
                    AND l.kind = of_kind AND (looked_at IS NULL OR l.confidentiality = ANY(looked_at)) LIMIT enough
            ) row;
            IF found >= enough THEN
                RETURN found;
            END IF;
        END IF;
        SELECT count(DISTINCT row.position >> 10) INTO found FROM (
            SELECT l.position FROM search_listed l WHERE l.terms @@ wanted
                AND l.kind = of_kind AND (looked_at IS NULL OR l.confidentiality = ANY(looked_at)) LIMIT enough
        ) row;
        RETURN found;
    END $$
    """,
    # Newest first at a cost that does not grow with the table: GIN has no order, so ask for a stretch of newest
    # documents (marked b<bits>:<number of the stretch>) wide enough, by the planner's estimate of how many match,
    # to fill the page, and only if it does not, for one eight times as wide, and so on. When few match, ask for all.
    # `position + 0`, so that no plan walks the index on position. With `enough`, which asks from the newest on, a row
    # without a name follows: how many there are, as `search_count` counts. Few are read once for both.
    """
    CREATE FUNCTION search_newest(
        of_kind text, asked tsquery, own tsquery, everybodys tsquery, classes text[], class_codes text[],
        before bigint, page integer, enough integer
    ) RETURNS TABLE (place bigint, name text) LANGUAGE plpgsql SET enable_seqscan = off AS $$
    DECLARE
        way record;
        few boolean;
        numbers float8;
        upper_place bigint;
        newest bigint;
        oldest bigint;
        stretch record;
        missing integer := page;
        hit record;
    BEGIN
        SELECT max(l.position), min(l.position) INTO newest, oldest FROM search_listed l;
        IF newest IS NULL OR numnode(asked) = 0 THEN
            RETURN QUERY SELECT 0::bigint, NULL::text WHERE enough IS NOT NULL;
            RETURN;
        END IF;
        way := search_way(asked, own, everybodys, classes, class_codes);
        few := way.expected <= greatest(1000, page);
        IF few AND enough IS NOT NULL THEN
            RETURN QUERY WITH found AS MATERIALIZED (
                SELECT l.position AS at, l.key::text AS called FROM search_listed l
                    WHERE l.terms @@ way.wanted AND l.kind = of_kind
                        AND (way.looked_at IS NULL OR l.confidentiality = ANY(way.looked_at))
            ) (SELECT at, called FROM found ORDER BY at DESC LIMIT page)
                UNION ALL SELECT count(DISTINCT at >> 10), NULL FROM (SELECT at FROM found LIMIT enough) counted;
            RETURN;
        END IF;
        numbers := 1.5 * page * ((newest - oldest) >> 10) / way.expected;
        upper_place := least(before, newest + 1);
        LOOP
            stretch := search_stretch(upper_place, numbers, way.codes);
            IF few OR stretch.lower_place <= oldest THEN
                RETURN QUERY SELECT l.position, l.key::text FROM search_listed l
                    WHERE l.terms @@ way.wanted AND l.position + 0 < upper_place AND l.kind = of_kind
                        AND (way.looked_at IS NULL OR l.confidentiality = ANY(way.looked_at))
                    ORDER BY l.position + 0 DESC LIMIT missing;
                EXIT;
            END IF;
            FOR hit IN SELECT l.position, l.key FROM search_listed l
                WHERE l.terms @@ (way.wanted && stretch.stretches)
                    AND l.position + 0 < upper_place AND l.position + 0 >= stretch.lower_place AND l.kind = of_kind
                    AND (way.looked_at IS NULL OR l.confidentiality = ANY(way.looked_at))
                ORDER BY l.position + 0 DESC LIMIT missing
            LOOP
                place := hit.position;
                name := hit.key;
                missing := missing - 1;
                RETURN NEXT;
            END LOOP;
            EXIT WHEN missing <= 0;
            upper_place := stretch.lower_place;
            numbers := numbers * 8;
        END LOOP;
        IF enough IS NOT NULL THEN
            place := search_number(
                of_kind, way.wanted, way.expected, way.looked_at, way.codes, newest, oldest, enough);
            name := NULL;
            RETURN NEXT;
        END IF;
    END $$
    """,
    """
    CREATE FUNCTION search_count(
        of_kind text, asked tsquery, own tsquery, everybodys tsquery, classes text[], class_codes text[], enough integer
    ) RETURNS bigint LANGUAGE plpgsql SET enable_seqscan = off AS $$
    DECLARE
        way record;
        newest bigint;
        oldest bigint;
    BEGIN
        SELECT max(l.position), min(l.position) INTO newest, oldest FROM search_listed l;
        IF newest IS NULL OR numnode(asked) = 0 THEN
            RETURN 0;
        END IF;
        way := search_way(asked, own, everybodys, classes, class_codes);
        RETURN search_number(
            of_kind, way.wanted, way.expected, way.looked_at, way.codes, newest, oldest, enough);
    END $$
    """,
)

SQLITE_BACK = ("DROP TABLE search_listed_words", "DROP TABLE search_ranked_words")
POSTGRES_BACK = (
    "DROP FUNCTION search_count",
    "DROP FUNCTION search_newest",
    "DROP FUNCTION search_number",
    "DROP FUNCTION search_way",
    "DROP FUNCTION search_stretch",
    "DROP FUNCTION search_expected",
    "DROP FUNCTION search_put",
    "DROP TEXT SEARCH CONFIGURATION moothall",
    "DROP TEXT SEARCH DICTIONARY moothall_stem",
)


def build(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    if schema.connection.vendor == "postgresql":
        statements: tuple[str, ...] = POSTGRES
    else:
        later = schema.connection.Database.sqlite_version_info >= (3, 42)
        statements = (*SQLITE, *(SQLITE_LATER if later else ()))
    for statement in statements:
        schema.execute(statement, params=None)


def take_down(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRES_BACK if schema.connection.vendor == "postgresql" else SQLITE_BACK:
        schema.execute(statement, params=None)


def row(*columns: tuple[str, models.Field]) -> list[tuple[str, models.Field]]:
    return [
        ("id", models.BigAutoField(primary_key=True, serialize=False)),
        ("kind", models.CharField(max_length=40)),
        ("key", models.CharField(max_length=100)),
        ("confidentiality", models.CharField(max_length=100)),
        *columns,
    ]


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Listed",
            fields=row(
                ("position", models.BigIntegerField()),
                ("words", models.TextField(blank=True, default="")),
                ("marks", models.TextField(blank=True, default="")),
            ),
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "key", "confidentiality"), name="search_listed_once"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Ranked",
            fields=row(
                ("title", models.TextField(blank=True, default="")),
                ("text", models.TextField(blank=True, default="")),
            ),
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "key", "confidentiality"), name="search_ranked_once"
                    )
                ]
            },
        ),
        migrations.RunPython(build, take_down),
    ]
