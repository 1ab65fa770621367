// Model files become objects, or errors with their places.

#include "toml/loader.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace limbeck;

namespace {

LoadResult load(std::vector<std::string> texts) {
  std::vector<SourceFile> sources;
  for (std::string& text : texts) {
    sources.push_back({std::string(1, static_cast<char>('a' + sources.size())) + ".toml", std::move(text)});
  }
  return load_models(std::move(sources), {});
}

std::string complaints(const LoadResult& result) {
  std::string out;
  for (const Diagnostic& each : result.diagnostics) out += to_text(each);
  return out;
}

// "kind schema.parent.name": every object of a schema.
std::vector<std::string> objects_of(const Schema& schema) {
  std::vector<std::string> out;
  for (const auto& [id, entry] : schema.objects()) out.push_back(std::string(id.kind) + " " + display_name(id));
  std::sort(out.begin(), out.end());
  return out;
}

template <class K>
const K& get(const Schema& schema, const ObjectId& id) {
  const K* found = schema.get<K>(id);
  CAPTURE(display_name(id));
  REQUIRE(found != nullptr);
  return *found;
}

}  // namespace

TEST_CASE("models become objects") {
  struct Row {
    std::vector<std::string> texts;
    std::vector<std::string> expected;
  };
  const std::vector<Row> rows{
      {{""}, {}},
      {{"[enum.mood]\nvalues = ['a', 'b']\n"}, {"enum public.mood"}},
      {{"[table.t]\n"}, {"table public.t"}},
      {{"[table.t.columns]\nid = 'integer'\n"}, {"column public.t.id", "table public.t"}},
      {{"[table.t]\ncolumns = { id = 'integer' }\n"}, {"column public.t.id", "table public.t"}},
      {{"[table.t.columns.id]\ndefinition = 'integer default 3'\ncomment = 'c'\n"},
       {"column public.t.id", "comment public.t.id", "default public.t.id", "table public.t"}},
      {{"[table.t.columns]\nid = 'serial primary key'\n"},
       {"column public.t.id", "constraint public.t.t_pkey", "default public.t.id", "sequence public.t_id_seq",
        "table public.t"}},
      {{"default_schema = 's'\n[schema.s]\n[table.t]\n"}, {"schema s", "table s.t"}},
      {{"[schema.s.table.t.columns]\nid = 'integer'\n"}, {"column s.t.id", "schema s", "table s.t"}},
      {{"[schema.s.table.t]\n", "[schema.s]\ncomment = 'c'\n[schema.s.enum.e]\nvalues = []\n"},
       {"comment s", "enum s.e", "schema s", "table s.t"}},
      {{"[schema.public.table.t]\n"}, {"table public.t"}},
      {{"[table.\"a.b\".columns]\n\"c.d\" = 'integer'\n"}, {"column public.a.b.c.d", "table public.a.b"}},
      {{"[extension.citext]\n"}, {"extension citext"}},
      {{"[sequence.s]\n"}, {"sequence public.s"}},
      {{"[sequence]\ns = 'start with 10'\n"}, {"sequence public.s"}},
      {{"[[function.f]]\ndefinition = '() returns integer language sql as $$select 1$$'\n[[function.f]]\n"
        "definition = '(a integer) returns integer language sql as $$select 1$$'\ncomment = 'c'\n"},
       {"comment public.f(integer)", "function public.f()", "function public.f(integer)"}},
      {{"[table.t]\ncomment = ''\n"}, {"table public.t"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.texts[0]);
    const LoadResult result = load(row.texts);
    CHECK(complaints(result).empty());
    std::vector<std::string> found = objects_of(result.schema);
    // display_name decides about signatures; the kind and the name are what matters here.
    std::vector<std::string> expected = row.expected;
    for (auto* list : {&found, &expected}) {
      for (std::string& each : *list) each = each.substr(0, each.find('('));
      std::sort(list->begin(), list->end());
    }
    CHECK(found == expected);
  }
}

TEST_CASE("columns keep the order of the file, and hints stay beside the objects") {
  const LoadResult result =
      load({"[table.t.columns]\nz = 'integer'\na = { definition = 'integer', renamed_from = 'old' }\n"
            "m = { definition = 'bigint', backfill = '0' }\n"});
  REQUIRE(complaints(result).empty());
  const auto entry = [&](const char* name) { return result.schema.find({"column", "public", "t", name, ""}); };
  CHECK(entry("z")->position < entry("a")->position);
  CHECK(entry("a")->position < entry("m")->position);
  CHECK(entry("a")->hints.renamed_from == "old");
  CHECK(entry("m")->hints.backfill == "0");
  CHECK(entry("a")->where == SourceRange{"a.toml", {3, 1}});
}

TEST_CASE("every mistake has its place and a next step") {
  struct Row {
    std::string text;
    std::vector<std::string> expected;
  };
  const std::vector<Row> rows{
      {"tabl = 1\n", {"a.toml:1:1: error: unknown section `tabl`", "did you mean `table`?"}},
      {"[columns]\n", {"unknown section `columns`", "[table.<name>.columns]"}},
      {"[table.t]\nclumns = {}\n", {"a.toml:2:1: error: unknown key `clumns` in [table.t]", "did you mean `columns`?"}},
      {"[table.t]\nid = 'integer'\n", {":2:1: error: unknown key `id`", "[table.t.columns]"}},
      {"[table.t]\ndefault_schema = 's'\n",
       {":2:1: error: unknown key `default_schema` in [table.t]", "top of the file"}},
      {"[table.t.columns]\nid = 3\n", {":2:6: error: [table.t.columns.id] must be a string or a table, not a number"}},
      {"[table]\nt = 'x'\n", {":2:6: error: [table.t] must be a table, not a string", "[table.t]"}},
      {"table = 3\n", {":1:9: error: [table] must be a table of names"}},
      {"[table.t]\nunlogged = 'yes'\n", {":2:13: error: [table.t.unlogged] must be true or false, not a string"}},
      {"[table.t]\ncomment = 3\n", {"must be a string, not a number", "comment = \"3\""}},
      {"[table.t]\nwith = { toast.x = 1 }\n", {"`toast` in [table.t.with] must be a single value", "\"toast.x\""}},
      {"[enum.e]\nvalues = ['a', 3]\n", {":2:16: error: [enum.e.values] is a list of strings"}},
      {"[enum.e]\nvalues = [{ name = 'a', rename_from = 'b' }]\n",
       {":2:25: error: unknown key `rename_from`", "did you mean `renamed_from`?"}},
      {"[enum.e]\nvalues = ['a', 'b']\nmap = { a = 'b' }\n", {":3:9: error: 'a' is a value of enum e", "removed"}},
      {"[table.t.columns]\nid = \"integr\"\n",
       {":2:7: error: ", "did you mean 'integer'?", "2 | id = \"integr\"", "  |       ^"}},
      {"[table.t.columns]\nid = '''\ninteger\n  not nul'''\n", {":4:", "not nul"}},
      {"[table.t.columns]\nid = \"integer \\u0021\"\n", {":2:15: error:"}},
      {"[table.t.columns.id]\n", {"has no `definition`"}},
      {"a = \"x ~ '\\d'\"\n", {"a.toml:1:12: error: unknown escape sequence '\\d'", "literal string"}},
      {"[table.''.columns]\n", {"empty name"}},
      {"[table." + std::string(64, 'x') + "]\n", {":1:8: error:", "64 bytes"}},
      {"[schema.s.extension.x]\n", {"unknown key `extension` in [schema.s]", "top of the file"}},
      {"[schema.public]\nrenamed_from = 'x'\n", {"public is in every database"}},
      {"default_schema = 's'\n[table.t]\n", {":2:8: error: table s.t stands in the schema s", "[schema.s]"}},
      {"default_schema = 3\n", {":1:18: error: `default_schema`"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const std::string all = complaints(load({row.text}));
    CAPTURE(all);
    for (const std::string& expected : row.expected) CHECK(all.find(expected) != std::string::npos);
  }
}

TEST_CASE("no message repeats what may be a secret (rules 8.5)") {
  const std::string secret = "Gr1ndelwald";
  const std::vector<std::string> entries{
      "reader = \"options (password 'Gr1ndelwald')\"\n",
      "reader = \"options (user 'u', password 'Gr1ndelwald'\"\n",
      "reader = \"options (user Gr1ndelwald)\"\n",
      "reader = \"Gr1ndelwald\"\n",
      "reader = [\"Gr1ndelwald\"]\n",
      "reader = { comment = \"Gr1ndelwald\" }\n",
      "reader = { password = \"Gr1ndelwald\" }\n",
      "reader = { password = [\"Gr1ndelwald\"] }\n",
      "reader = \"\"\"\noptions (user 'u',\n  passfile 'Gr1ndelwald')\"\"\"\n",
      "reader = \"options (password 'Gr1ndelwald')\n",
  };
  for (const std::string& entry : entries) {
    CAPTURE(entry);
    const LoadResult result =
        load({"[server.s]\ndefinition = 'foreign data wrapper w'\n[server.s.user_mappings]\n" + entry});
    const std::string all = complaints(result);
    CAPTURE(all);
    CHECK(has_errors(result.diagnostics));
    CHECK(all.find(secret) == std::string::npos);
    for (const Diagnostic& each : result.diagnostics) CHECK(each.excerpt.find(secret) == std::string::npos);
  }
}

TEST_CASE("all mistakes of all files are reported at once, in their order") {
  const LoadResult result = load({"[table.t.columns]\na = 'integr'\nb = 'integer nott null'\n", "= 1\n",
                                  "[tabel.x]\n[table.u.columns]\nid = 'integer references nowhere'\n"});
  std::vector<std::string> places;
  for (const Diagnostic& each : result.diagnostics) {
    places.push_back(each.where.file + ":" + std::to_string(each.where.begin.line));
  }
  // Where a file can't be parsed, nobody knows that a name is missing: neither `integr` nor `nowhere`.
  CHECK(places == std::vector<std::string>{"a.toml:3", "b.toml:1", "c.toml:1"});
}

TEST_CASE("an object stands once, and names exclude each other as in PostgreSQL") {
  struct Row {
    std::vector<std::string> texts;
    std::vector<std::string> expected;
  };
  const std::vector<Row> rows{
      {{"[table.t.columns]\nid = 'integer'\n", "[table.t.columns]\nid = 'integer'\n"},
       {"b.toml:1:8: error: table public.t is declared twice", "the first is at a.toml:1:8"}},
      {{"[table.t]\n[enum.t]\nvalues = ['a']\n"}, {"enum public.t", "table public.t", "types"}},
      {{"[table.t]\n[sequence.t]\n"}, {":2:11: error: sequence public.t has the name of table public.t", "relations"}},
      {{"[table.t.columns]\na = 'integer'\n[table.t.indexes]\nt = '(a)'\n"}, {"index", "table public.t"}},
      {{"[[function.f]]\ndefinition = '() returns integer language sql as $$select 1$$'\n[[function.f]]\n"
        "definition = '() returns integer language sql as $$select 2$$'\n"},
       {":3:1: error: function public.f", "declared twice", "a.toml:1:1"}},
      {{"[schema.s]\ncomment = 'a'\n", "[schema.s]\ncomment = 'b'\n"}, {"schema s is declared twice", "a.toml:1:9"}},
      {{"[table.t.columns]\na = 'integer unique'\n[table.t.constraints]\nc = 'unique (a)'\n[table.u.columns]\n"
        "b = 'integer'\n[table.u.constraints]\nc = 'unique (b)'\n"},
       {"constraint public.u.c has the name of"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.texts[0]);
    const LoadResult result = load(row.texts);
    const std::string all = complaints(result);
    CAPTURE(all);
    CHECK(result.diagnostics.size() == 1);
    for (const std::string& expected : row.expected) CHECK(all.find(expected) != std::string::npos);
  }
}

TEST_CASE("names that must be there are looked for") {
  const std::string tables =
      "[table.customers.columns]\nid = 'integer primary key'\nemail = 'text unique'\nname = 'text'\n[table.t.columns]\n"
      "a = 'integer'\n";
  struct Row {
    std::string text;
    std::string expected;  // empty: no complaint
  };
  const std::vector<Row> rows{
      {"b = 'integer references customers'\n", ""},
      {"b = 'integer references customer'\n", "did you mean `customers`?"},
      {"b = 'integer references public.nowhere'\n",
       "7:32: error: constraint public.t.t_b_fkey refers to public.nowhere, which no model declares"},
      {"b = 'integer references auth.users (id)'\n", ""},
      {"b = 'integer references auth.users'\n", "write the columns"},
      {"b = 'integer references customers (ident)'\n", "has no column `ident`"},
      {"b = 'integer references customers (name)'\n", "no primary key or unique constraint"},
      {"b = 'text references customers (email)'\n", ""},
      {"b = 'integer references t'\n", "has no primary key"},
      {"[table.t.indexes]\ni = '(aa)'\n", "did you mean `a`?"},
      {"[table.t.indexes]\ni = '(a) include (zzz)'\n", "no column `zzz`"},
      {"[table.t.indexes]\ni = '(lower(zzz))'\n",
       "8:13: error: index public.t.i: the table public.t has no column `zzz`"},
      {"[table.t.constraints]\nc = 'unique (a, zzz)'\n", "no column `zzz`"},
      {"[table.t.constraints]\nc = 'foreign key (a, a) references customers'\n", "2 of its columns refer to 1"},
      {"[sequence.s]\ndefinition = 'owned by t.zzz'\n", "no column `zzz`"},
      {"[sequence.s]\ndefinition = 'owned by tt.a'\n", "did you mean `t`?"},
      {"[table.t.constraints]\nc = 'primary key (a)'\nd = 'primary key (a)'\n", "two primary keys"},
      {"[extension.postgis]\n[table.u.columns]\na = 'integer references spatial_ref_sys (srid)'\n", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const std::string all = complaints(load({tables + row.text}));
    CAPTURE(all);
    CHECK(all.empty() == row.expected.empty());
    CHECK(all.find(row.expected) != std::string::npos);
  }
}

TEST_CASE("what SQL leaves unsaid is filled in") {
  const LoadResult result =
      load({"[table.p.columns]\na = 'integer'\nb = 'integer'\n[table.p.constraints]\np_pk = 'primary key (a, b)'\n"
            "[table.c.columns]\nx = 'integer'\ny = 'integer'\n[table.c.constraints]\nfk = 'foreign key (x, y) "
            "references p'\n"});
  REQUIRE(complaints(result).empty());
  CHECK(get<Constraint>(result.schema, {"constraint", "public", "c", "fk", ""}).references_to->columns ==
        std::vector<Name>{"a", "b"});
  CHECK(get<Column>(result.schema, {"column", "public", "p", "a", ""}).not_null);
  CHECK_FALSE(get<Column>(result.schema, {"column", "public", "c", "x", ""}).not_null);
}

TEST_CASE("R40: unnamed constraints and sequences get PostgreSQL's names") {
  const std::string long_name(60, 'x');
  struct Row {
    std::string text;
    std::vector<std::string> expected;  // the names of constraints and sequences
  };
  const std::vector<Row> rows{
      {"[table.t.columns]\na = 'integer primary key'\nb = 'integer unique check (b > 0)'\nc = 'integer references t'\n",
       {"t_b_check", "t_b_key", "t_c_fkey", "t_pkey"}},
      {"[table.t.columns]\na = 'integer check (a > 0) check (a < 9)'\n", {"t_a_check", "t_a_check1"}},
      {"[table.t.columns]\na = 'integer check (a > b)'\nb = 'integer'\n", {"t_check"}},
      {"[table.t.columns]\na = 'integer primary key unique'\n", {"t_pkey"}},
      {"[table.t.columns]\na = 'integer unique unique'\n", {"t_a_key"}},
      {"[table.t.columns]\na = 'integer unique'\n[table.t.constraints]\nu = 'unique (a)'\n", {"u"}},
      {"[table.t.columns]\na = 'integer primary key'\n[table.t.constraints]\nu = 'unique (a)'\n", {"u"}},
      {"[table.t.columns]\na = 'integer unique'\n[table.t.constraints]\nu = 'unique (a)'\nv = 'unique (a)'\n",
       {"u", "v"}},
      {"[table.t.columns]\na = 'integer check (a > 0)'\n[table.t.constraints]\nt_a_check = 'check (a < 9)'\n",
       {"t_a_check", "t_a_check1"}},
      {"[table.a.columns]\nb_c = 'integer unique'\n[table.a_b.columns]\nc = 'integer unique'\n",
       {"a_b_c_key", "a_b_c_key1"}},
      {"[table.t.columns]\na = 'integer unique'\n[sequence.t_a_key]\n", {"t_a_key", "t_a_key1"}},
      {"[table.t.columns]\na = 'serial'\n", {"t_a_seq"}},
      {"[table.t_a_seq.columns]\na = 'integer'\n[table.t.columns]\na = 'serial'\n", {"t_a_seq1"}},
      {"[table." + long_name + ".columns]\ncolumn_name = 'integer unique'\n",
       {std::string(47, 'x') + "_column_name_key"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const LoadResult result = load({row.text});
    CHECK(complaints(result).empty());
    std::vector<std::string> found;
    for (const auto& [id, entry] : result.schema.objects()) {
      if (id.kind == "constraint" || id.kind == "sequence") found.push_back(id.name);
    }
    std::sort(found.begin(), found.end());
    CHECK(found == row.expected);
  }
  const LoadResult result = load({"[table.t_a_seq.columns]\na = 'integer'\n[table.t.columns]\na = 'serial'\n"});
  CHECK(get<Default>(result.schema, {"default", "public", "t", "a", ""}).expression ==
        "nextval('public.t_a_seq1'::regclass)");
  const LoadResult merged =
      load({"[table.t.columns]\na = 'integer primary key'\n[table.t.constraints]\nu = 'unique (a)'\n"});
  const Constraint& key = get<Constraint>(merged.schema, {"constraint", "public", "t", "u", ""});
  CHECK(key.type == grammar::ConstraintKind::primary_key);
  CHECK(get<Column>(merged.schema, {"column", "public", "t", "a", ""}).not_null);
}

TEST_CASE("a backspace that was meant for a regular expression is a warning") {
  const LoadResult result = load({"[table.t.columns]\na = \"text check (a ~ '\\bx')\"\n"});
  REQUIRE(result.diagnostics.size() == 1);
  CHECK(result.diagnostics[0].severity == Severity::warning);
  CHECK(result.diagnostics[0].where.begin == SourcePosition{2, 23});
}

TEST_CASE("a file that is not there is an error beside the others") {
  const LoadResult result = load_models(std::vector<std::filesystem::path>{"/nowhere/a.toml"}, {});
  REQUIRE(result.diagnostics.size() == 1);
  CHECK(result.diagnostics[0].message.starts_with("/nowhere/a.toml: cannot be read"));
}
