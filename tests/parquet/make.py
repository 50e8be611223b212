#!/usr/bin/env python3
"""Makes the Parquet files of the tests, as the programs that newsrooms use write them.

    python3 -m venv env && env/bin/pip install pyarrow polars duckdb && env/bin/python tests/parquet/make.py

They are kept beside this script.
"""

import datetime as dt
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).parent
UTC = dt.timezone.utc

# Two rows in two groups, a list and a structure that are no fields of an article, a day as pandas keeps it.
example = pa.table(
    {
        "id": ["p1", "p2"],
        "published": pa.array([dt.datetime(2031, 3, 5, 9, 30), dt.datetime(2031, 3, 6)], pa.timestamp("us")),
        "title": ["Lock opens", "Lock shuts"],
        "text": [
            "The new lock of Elmport opened on Monday, March 4, 2031, its keeper said.",
            "The old lock of Elmport shut on Tuesday, March 4, 2031, its keeper said.",
        ],
        "tags": [["port", "lock"], []],
        "desk": [{"name": "city"}, {"name": "city"}],
    }
)
pq.write_table(example, HERE / "table.parquet", compression="snappy", row_group_size=1)

TEXTS = [f"Day {i}: the mill of Elmport ground {i + 20} tons of meal, and {i % 3} carts came." for i in range(40)]


def rows(count=40, **columns):
    return pa.table({"id": [f"n{i}" for i in range(count)], "text": TEXTS[:count], **columns})


def write(name, table, **options):
    pq.write_table(table, HERE / f"{name}.parquet", **options)


# Every way to pack a page; the second version of pages; every way to write texts.
for codec in ["none", "snappy", "gzip", "brotli", "zstd", "lz4"]:
    write(f"packed-{codec}", rows(), compression=codec, use_dictionary=False)
write("pages-2", rows(), compression="zstd", data_page_version="2.0", use_dictionary=False)
for encoding in ["DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"]:
    write(f"written-{encoding.lower()}", rows(), use_dictionary=False, column_encoding={"text": encoding, "id": "PLAIN"})
write("written-dictionary", rows(), compression="snappy", data_page_size=256, row_group_size=15)

# Every way to write a day.
moments = [dt.datetime(2031, 3, 5, 23, 30), None, dt.datetime(2031, 3, 6)]
for unit in ["s", "ms", "us", "ns"]:
    write(f"moment-{unit}", rows(3, published=pa.array(moments, pa.timestamp(unit))))
write("moment-utc", rows(3, published=pa.array([m and m.replace(tzinfo=UTC) for m in moments], pa.timestamp("ms", "UTC"))))
write("moment-int96", rows(3, published=pa.array(moments, pa.timestamp("ns"))), use_deprecated_int96_timestamps=True)
write("day-32", rows(3, date=pa.array([m and m.date() for m in moments], pa.date32())))
write("day-text", rows(3, pub_date=["05/03/2031", None, "25/03/2031"]))
write("day-number", rows(3, published=pa.array([1930519800, None, 1930521600], pa.int64())))
write("day-float", rows(3, published=pa.array([1930519800.5, None, 1930521600.0], pa.float64())))

# As other programs write them by default.
other = {"URL": ["https://a.example/1"], "Body Text": [TEXTS[0]], "Publication Date": [dt.date(2031, 3, 5)]}
pl.DataFrame(other).write_parquet(HERE / "polars.parquet")
sql = "SELECT 'd1' AS id, DATE '2031-03-05' AS published, ? AS content, ['a'] AS tags, {'x': 1} AS more"
duckdb.sql(f"COPY ({sql.replace('?', repr(TEXTS[0]))}) TO '{HERE / 'duckdb.parquet'}' (FORMAT parquet)")

# What does not fit.
write("no-text", pa.table({"id": [1], "day": ["2031-03-05"], "copy": ["Ten fell."]}))
write("text-numbers", pa.table({"text": [1, 2]}))
write("text-lists", pa.table({"text": [["Ten fell."]]}))
write("no-rows", rows(1).slice(0, 0))
write("not-utf8", pa.table({"text": pa.array([b"The caf\xe9\x92s ten guests fell ill on Monday.", b"Ten fell.", None], pa.binary())}))
write("nested", pa.table({"article": [{"body": "Ten fell.", "id": 7}], "tags": [["a"]]}))
write("bomb", pa.table({"text": pa.array(["Ten fell. " * 1000] * 20_000)}), compression="zstd")
write("empty-rows", pa.table({"text": pa.array([None] * 2_000_000, pa.string())}), compression="zstd")
