#!/usr/bin/env python3
"""A deterministic schema of N tables and the same with one known change in each of max(10, N / 100) tables.

  schema.py --tables N [--seed S] [--mutate] [--format sql|sqlalchemy|models|expected] [-o FILE]

The schema is a function of N and the seed, the changes are a function of the schema. `models` are limbeck's model
files as a person writes them: nothing in them is in the form in which PostgreSQL prints it.
"""
import argparse
import copy
import json
import random
import sys

ADJ = ("active archived billing blue central daily draft east external fast gross hidden inbound internal "
       "legacy linked local main manual master mobile monthly net north open outbound partner pending prime "
       "public raw regional retail shared signed south staged static tax temp trial vendor weekly west").split()
NOUN = ("account address agent asset audit batch booking branch budget campaign carrier case catalog claim "
        "client contract coupon course credit customer device document employee event expense feature group "
        "invoice item job journal label ledger license location machine member message meter note offer order "
        "package parcel payment period permit plan policy price product profile project quote rate receipt "
        "refund region report request reservation return role route schedule score segment session shipment "
        "site sku source stock store subscription supplier task team ticket token transfer user vehicle visit "
        "voucher warehouse workflow zone").split()
LABELS = ("new active paused blocked archived deleted queued running done failed low normal high urgent red "
          "green blue open closed partial refunded shipped lost").split()

# (kind, sql type, sql default or None). Written as a person writes them, not as the server prints them.
EXTRA = [
    ("smallint", "smallint", "0"),
    ("double precision", "double precision", None),
    ("date", "date", "CURRENT_DATE"),
    ("text[]", "text[]", "'{}'::text[]"),
    ("bytea", "bytea", None),
    ("interval", "interval", "'01:00:00'::interval"),
    ("inet", "inet", None),
    ("char(2)", "char(2)", "'XX'"),
    ("real", "real", None),
    ("timestamp", "timestamp(3)", None),
    ("bigint", "bigint", "42"),
    ("varchar", "varchar(64)", "'n/a'"),
    ("numeric", "numeric(18,6)", "0.5"),
    ("jsonb", "jsonb", None),
    ("uuid", "uuid", None),
    ("boolean", "boolean", "true"),
]
EXTRA_NAMES = ("rank weight due_on tags digest grace ip country ratio synced_at hits channel factor meta "
               "trace_id enabled").split()

KINDS = ("add_column", "drop_column", "type_change", "default_change", "nullability",
         "add_index", "enum_value", "add_fk", "drop_index", "comment_change")


def build(n, seed):
    rng = random.Random("limbeck-%d-%d" % (n, seed))
    enums = {}
    for i in range(max(1, n // 10)):
        k = rng.randint(3, 7)
        enums["%s_state_%04d" % (rng.choice(NOUN), i)] = rng.sample(LABELS, k)
    enum_names = list(enums)
    tables = []
    for i in range(n):
        name = "%s_%s_%05d" % (rng.choice(ADJ), rng.choice(NOUN), i)
        cols = []

        def col(cname, typ, default=None, null=False, identity=None, comment=None):
            cols.append(dict(name=cname, type=typ, default=default, null=null, identity=identity, comment=comment))

        en = rng.choice(enum_names)
        vlen = rng.choice((16, 32, 40, 80, 120, 255))
        prec = rng.choice(((10, 2), (12, 2), (14, 4), (18, 2)))
        col("id", "bigint", identity="by default" if rng.random() < .7 else "always")
        col("parent_id", "bigint", null=rng.random() < .3)
        col("owner_id", "bigint", null=True)
        col("code", "varchar(%d)" % vlen, null=False)
        col("title", "text", "''", null=rng.random() < .2)
        col("amount", "numeric(%d,%d)" % prec, "0", null=rng.random() < .3)
        col("qty", "integer", "0" if rng.random() < .6 else None, null=rng.random() < .5)
        col("status", en, "'%s'::%s" % (enums[en][0], en), null=False)
        col("is_deleted", "boolean", "false")
        col("payload", "jsonb", "'{}'::jsonb")
        col("ext_id", "uuid", "gen_random_uuid()")
        j = rng.randrange(len(EXTRA))
        col(EXTRA_NAMES[j], EXTRA[j][1], EXTRA[j][2], null=EXTRA[j][2] is None or rng.random() < .5)
        col("created_at", "timestamptz", "now()")
        if rng.random() < .10:
            rng.choice(cols[1:])["comment"] = "Set by the %s importer; it's read-only." % rng.choice(NOUN)
        t = dict(name=name, columns=cols, pk=["id"], pk_name=name + "_pkey",
                 uniques=[], checks=[], fks=[], indexes=[], comment=None)
        if rng.random() < .2:
            t["comment"] = "Holds every %s of the %s area" % (rng.choice(NOUN), rng.choice(ADJ))
        if rng.random() < .5:
            t["uniques"].append(dict(name=name + "_code_key", columns=["code"]))
        else:
            t["uniques"].append(dict(name=name + "_parent_id_code_key", columns=["parent_id", "code"]))
        c = rng.randrange(3)
        t["checks"].append(dict(name=name + "_ck", sql=(
            "amount >= 0 AND amount <= 1000000",
            "char_length(code) > 2 OR is_deleted",
            "qty IS NULL OR qty BETWEEN 0 AND 100000")[c]))
        ref = tables[rng.randrange(i)]["name"] if i else name
        t["fks"].append(dict(name=name + "_parent_fk", columns=["parent_id"], ref=ref, ref_columns=["id"],
                             on_delete="CASCADE" if rng.random() < .4 else None))
        if rng.random() < .4:
            t["fks"].append(dict(name=name + "_owner_fk", columns=["owner_id"],
                                 ref=tables[rng.randrange(i)]["name"] if i else name, ref_columns=["id"],
                                 on_delete="SET NULL" if rng.random() < .5 else None))
        t["indexes"].append(dict(name=name + "_live_ix", columns=["created_at"], expr=None,
                                 where="NOT is_deleted", unique=False))
        t["indexes"].append(dict(name=name + "_lower_ix", columns=None, expr="lower(title)",
                                 where=None, unique=False))
        tables.append(t)
    return dict(enums=enums, tables=tables)


def col_of(t, name):
    return next(c for c in t["columns"] if c["name"] == name)


def mutate(base, seed):
    """One mutation per chosen table; max(10, N/100) of them, so every kind occurs at least once."""
    s = copy.deepcopy(base)
    n = len(s["tables"])
    rng = random.Random("limbeck-mutate-%d-%d" % (n, seed))
    order = list(range(1, n))
    rng.shuffle(order)
    want = max(len(KINDS), n // 100)
    changes, used_enums = [], set()
    it = iter(order)
    while len(changes) < want:
        kind = KINDS[len(changes) % len(KINDS)]
        i = next(it, None)
        if i is None:
            break
        t = s["tables"][i]
        ch = dict(kind=kind, table=t["name"])
        if kind == "add_column":
            t["columns"].append(dict(name="added_note", type="varchar(100)", default="'x'", null=True,
                                     identity=None, comment=None))
            ch["column"] = "added_note"
        elif kind == "drop_column":
            ch["column"] = t["columns"].pop(11)["name"]
        elif kind == "type_change":
            c = col_of(t, "code")
            c["type"] = "varchar(500)"
            ch.update(column="code", to="varchar(500)")
        elif kind == "default_change":
            col_of(t, "qty")["default"] = "7"
            ch.update(column="qty", to="7")
        elif kind == "nullability":
            c = col_of(t, "amount")
            c["null"] = not c["null"]
            ch.update(column="amount", null=c["null"])
        elif kind == "add_index":
            t["indexes"].append(dict(name=t["name"] + "_ext_ix", columns=["ext_id", "created_at"], expr=None,
                                     where=None, unique=False))
            ch["index"] = t["name"] + "_ext_ix"
        elif kind == "enum_value":
            e = col_of(t, "status")["type"]
            if e in used_enums:
                continue
            used_enums.add(e)
            s["enums"][e].append("added_label")
            ch = dict(kind=kind, enum=e, label="added_label")
        elif kind == "add_fk":
            if len(t["fks"]) > 1:
                continue
            f = dict(name=t["name"] + "_owner_fk", columns=["owner_id"], ref=s["tables"][0]["name"],
                     ref_columns=["id"], on_delete=None)
            t["fks"].append(f)
            ch["constraint"] = f["name"]
        elif kind == "drop_index":
            ch["index"] = t["indexes"].pop(0)["name"]
        elif kind == "comment_change":
            t["comment"] = "A changed comment"
        changes.append(ch)
    return s, changes


def q(s):
    return "'" + s.replace("'", "''") + "'"


def emit_sql(s, batch=100):
    out = ["SET client_min_messages = warning;", "BEGIN;"]
    for e, labels in s["enums"].items():
        out.append("CREATE TYPE %s AS ENUM (%s);" % (e, ", ".join(map(q, labels))))
    out.append("COMMIT;")
    for i, t in enumerate(s["tables"]):
        if i % batch == 0:
            out.append("BEGIN;")
        body = []
        for c in t["columns"]:
            x = "  %s %s" % (c["name"], c["type"])
            if c["identity"]:
                x += " GENERATED %s AS IDENTITY" % c["identity"].upper()
            if c["default"] is not None:
                x += " DEFAULT " + c["default"]
            if not c["null"]:
                x += " NOT NULL"
            body.append(x)
        body.append("  CONSTRAINT %s PRIMARY KEY (%s)" % (t["pk_name"], ", ".join(t["pk"])))
        for u in t["uniques"]:
            body.append("  CONSTRAINT %s UNIQUE (%s)" % (u["name"], ", ".join(u["columns"])))
        for k in t["checks"]:
            body.append("  CONSTRAINT %s CHECK (%s)" % (k["name"], k["sql"]))
        for f in t["fks"]:
            body.append("  CONSTRAINT %s FOREIGN KEY (%s) REFERENCES %s (%s)%s" % (
                f["name"], ", ".join(f["columns"]), f["ref"], ", ".join(f["ref_columns"]),
                " ON DELETE " + f["on_delete"] if f["on_delete"] else ""))
        out.append("CREATE TABLE %s (\n%s\n);" % (t["name"], ",\n".join(body)))
        for x in t["indexes"]:
            out.append("CREATE %sINDEX %s ON %s (%s)%s;" % (
                "UNIQUE " if x["unique"] else "", x["name"], t["name"],
                x["expr"] or ", ".join(x["columns"]), " WHERE " + x["where"] if x["where"] else ""))
        if t["comment"]:
            out.append("COMMENT ON TABLE %s IS %s;" % (t["name"], q(t["comment"])))
        for c in t["columns"]:
            if c["comment"]:
                out.append("COMMENT ON COLUMN %s.%s IS %s;" % (t["name"], c["name"], q(c["comment"])))
        if i % batch == batch - 1 or i == len(s["tables"]) - 1:
            out.append("COMMIT;")
    return "\n".join(out) + "\n"


def sa_type(typ, enums):
    if typ in enums:
        return "E[%r]" % typ
    base, _, arg = typ.partition("(")
    arg = arg.rstrip(")")
    simple = {"bigint": "sa.BigInteger()", "integer": "sa.Integer()", "smallint": "sa.SmallInteger()",
              "text": "sa.Text()", "boolean": "sa.Boolean()", "jsonb": "pg.JSONB()",
              "uuid": "pg.UUID(as_uuid=True)", "date": "sa.Date()", "timestamptz": "sa.DateTime(timezone=True)",
              "double precision": "pg.DOUBLE_PRECISION()", "real": "sa.REAL()", "bytea": "pg.BYTEA()",
              "inet": "pg.INET()", "interval": "pg.INTERVAL()", "text[]": "pg.ARRAY(sa.Text())"}
    if typ in simple:
        return simple[typ]
    if base == "varchar":
        return "sa.String(%s)" % arg
    if base == "char":
        return "sa.CHAR(%s)" % arg
    if base == "numeric":
        p, sc = arg.split(",")
        return "sa.Numeric(%s, %s)" % (p, sc)
    if base == "timestamp":
        return "pg.TIMESTAMP(precision=%s)" % arg
    raise SystemExit("no SQLAlchemy type for " + typ)


def emit_sqlalchemy(s):
    out = ["import sqlalchemy as sa", "from sqlalchemy.dialects import postgresql as pg", "",
           "metadata = sa.MetaData()", "E = {}"]
    for e, labels in s["enums"].items():
        out.append("E[%r] = pg.ENUM(%s, name=%r, metadata=metadata)" % (e, ", ".join(map(repr, labels)), e))
    for t in s["tables"]:
        x = ["    %r, metadata," % t["name"]]
        for c in t["columns"]:
            a = [repr(c["name"]), sa_type(c["type"], s["enums"])]
            if c["identity"]:
                a.append("sa.Identity(always=%s)" % (c["identity"] == "always"))
            if c["default"] is not None and c["type"] in s["enums"]:
                # text("'x'::state") makes Alembic 1.8.1 emit invalid SQL (it strips the quotes); a plain string works
                a.append("server_default=%r" % c["default"].split("'")[1])
            elif c["default"] is not None:
                a.append("server_default=sa.text(%r)" % c["default"])
            a.append("nullable=%s" % c["null"])
            if c["comment"]:
                a.append("comment=%r" % c["comment"])
            x.append("    sa.Column(%s)," % ", ".join(a))
        x.append("    sa.PrimaryKeyConstraint(%s, name=%r)," % (", ".join(map(repr, t["pk"])), t["pk_name"]))
        for u in t["uniques"]:
            x.append("    sa.UniqueConstraint(%s, name=%r)," % (", ".join(map(repr, u["columns"])), u["name"]))
        for k in t["checks"]:
            x.append("    sa.CheckConstraint(%r, name=%r)," % (k["sql"], k["name"]))
        for f in t["fks"]:
            x.append("    sa.ForeignKeyConstraint(%r, %r, name=%r%s)," % (
                f["columns"], ["%s.%s" % (f["ref"], r) for r in f["ref_columns"]], f["name"],
                ", ondelete=%r" % f["on_delete"] if f["on_delete"] else ""))
        for i in t["indexes"]:
            x.append("    sa.Index(%r, %s%s)," % (
                i["name"], "sa.text(%r)" % i["expr"] if i["expr"] else ", ".join(map(repr, i["columns"])),
                ", postgresql_where=sa.text(%r)" % i["where"] if i["where"] else ""))
        if t["comment"]:
            x.append("    comment=%r," % t["comment"])
        out.append("sa.Table(\n%s\n)" % "\n".join(x))
    return "\n".join(out) + "\n"


def emit_models(s):
    def text(value):
        return json.dumps(value, ensure_ascii=False)

    out = []
    for e, labels in s["enums"].items():
        out.append("[enum.%s]\nvalues = [%s]\n" % (e, ", ".join(map(text, labels))))
    for t in s["tables"]:
        out.append("[table.%s]" % t["name"])
        if t["comment"]:
            out.append("comment = " + text(t["comment"]))
        out.append("\n[table.%s.columns]" % t["name"])
        for c in t["columns"]:
            x = c["type"]
            if c["identity"]:
                x += " generated %s as identity" % c["identity"]
            if not c["null"]:
                x += " not null"
            if c["default"] is not None:
                x += " default " + c["default"]
            if c["comment"]:
                out.append("%s = { definition = %s, comment = %s }" % (c["name"], text(x), text(c["comment"])))
            else:
                out.append("%s = %s" % (c["name"], text(x)))
        out.append("\n[table.%s.constraints]" % t["name"])
        out.append("%s = %s" % (t["pk_name"], text("primary key (%s)" % ", ".join(t["pk"]))))
        for u in t["uniques"]:
            out.append("%s = %s" % (u["name"], text("unique (%s)" % ", ".join(u["columns"]))))
        for k in t["checks"]:
            out.append("%s = %s" % (k["name"], text("check (%s)" % k["sql"])))
        for f in t["fks"]:
            x = "foreign key (%s) references %s (%s)" % (", ".join(f["columns"]), f["ref"], ", ".join(f["ref_columns"]))
            if f["on_delete"]:
                x += " on delete " + f["on_delete"].lower()
            out.append("%s = %s" % (f["name"], text(x)))
        if t["indexes"]:
            out.append("\n[table.%s.indexes]" % t["name"])
        for i in t["indexes"]:
            x = "%s(%s)" % ("unique " if i["unique"] else "", i["expr"] or ", ".join(i["columns"]))
            if i["where"]:
                x += " where " + i["where"]
            out.append("%s = %s" % (i["name"], text(x)))
        out.append("")
    return "\n".join(out)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--tables", type=int, required=True)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--mutate", action="store_true")
    ap.add_argument("--format", choices=("sql", "sqlalchemy", "models", "expected"), default="sql")
    ap.add_argument("-o", "--output")
    a = ap.parse_args()
    base = build(a.tables, a.seed)
    changed, changes = mutate(base, a.seed)
    schema = changed if a.mutate else base
    if a.format == "sql":
        text = emit_sql(schema)
    elif a.format == "sqlalchemy":
        text = emit_sqlalchemy(schema)
    elif a.format == "models":
        text = emit_models(schema)
    else:
        text = json.dumps(changes, indent=1) + "\n"
    if a.output:
        with open(a.output, "w", encoding="utf-8") as f:
            f.write(text)
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
