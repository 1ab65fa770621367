#include "catalog/judge.hpp"

#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace limbeck::catalog {
namespace {

constexpr std::size_t columns_per_table = 500;  // PostgreSQL allows 1,600

std::optional<std::string> why_not(pg::Connection& connection) {
  const pg::Result row = connection.query(
      "SELECT pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('transaction_read_only'), "
      "pg_catalog.has_database_privilege(pg_catalog.current_database(), 'TEMP'), "
      "EXISTS (SELECT FROM pg_catalog.pg_event_trigger WHERE evtenabled <> 'D')");
  if (row.text(0, 0) == "t") return "the server is a standby";
  if (row.text(0, 1) == "on") return "the session is read-only";
  if (row.text(0, 2) == "f") return "the role may not create temporary objects in this database";
  if (row.text(0, 3) == "t") return "an event trigger is enabled and would run";
  return std::nullopt;
}

}  // namespace

Judge::Judge(pg::Connection& connection, std::map<QName, std::vector<ColumnShape>> columns,
             const std::vector<std::string>& search_path)
    : connection_(connection), columns_(std::move(columns)), refusal_(why_not(connection)) {
  for (const std::string& schema : search_path) search_path_ += ", " + sql::name(schema);
  if (refusal_) return;
  connection_.execute("BEGIN");
  open_ = true;
  connection_.execute(
      "SET LOCAL lock_timeout = '3s'; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, MDY'; "
      "SET LOCAL IntervalStyle = 'postgres'; SET LOCAL extra_float_digits = 1; SET LOCAL quote_all_identifiers = off; "
      "SET LOCAL standard_conforming_strings = on; SET LOCAL client_min_messages = error");
}

Judge::~Judge() {
  if (open_) connection_.try_execute("ROLLBACK");
}

bool Judge::attempt(const std::string& sql) {
  connection_.execute("SAVEPOINT limbeck_judge");
  if (const auto error = connection_.try_execute(sql)) {
    failure_ = error->what();
    connection_.execute("ROLLBACK TO SAVEPOINT limbeck_judge; RELEASE SAVEPOINT limbeck_judge");
    return false;
  }
  connection_.execute("RELEASE SAVEPOINT limbeck_judge");
  return true;
}

// pg_temp stands last: searched first, a temporary table would hide the real one and its row type.
void Judge::parse_as(const QName& table) {
  const std::string home = table.schema.empty() ? "pg_catalog" : sql::name(table.schema);
  parse_path_ = "SET LOCAL search_path = " + home + search_path_ + ", pg_temp";
  connection_.execute(parse_path_);
}

std::optional<Type> Judge::type(const std::string& written) {
  if (refusal_) return std::nullopt;
  parse_as({});
  if (!attempt("CREATE TEMPORARY TABLE limbeck_type (c " + written + ")")) return std::nullopt;
  connection_.execute("SET LOCAL search_path = ''");
  const pg::Result row = connection_.query(
      "SELECT pg_catalog.format_type(a.atttypid, a.atttypmod), n.nspname, e.typname FROM pg_catalog.pg_attribute a "
      "JOIN pg_catalog.pg_type t ON t.oid = a.atttypid "
      "JOIN pg_catalog.pg_type e ON e.oid = CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE t.oid "
      "END "
      "JOIN pg_catalog.pg_namespace n ON n.oid = e.typnamespace "
      "WHERE a.attrelid = 'pg_temp.limbeck_type'::regclass AND a.attnum = 1");
  Type type{std::string(row.text(0, 0)), {std::string(row.text(0, 1)), std::string(row.text(0, 2))}};
  if (type.user.schema == "pg_catalog") type.user = {};
  connection_.execute("DROP TABLE pg_temp.limbeck_type");
  return type;
}

bool Judge::make_table(const QName& table) {
  std::vector<std::string> parts;
  for (const ColumnShape& column : columns_[table]) parts.push_back(sql::name(column.name) + " " + column.type);
  parse_as(table);
  return attempt("CREATE TEMPORARY TABLE pg_temp." + sql::name(table.name) + " (" + sql::join(parts) + ")");
}

Judge::Texts Judge::print_defaults(const std::vector<std::pair<std::string, std::string>>& typed) {
  Texts out;
  for (std::size_t first = 0; first < typed.size(); first += columns_per_table) {
    const std::size_t last = std::min(first + columns_per_table, typed.size());
    connection_.execute(parse_path_);  // reading the table before took it away
    std::vector<std::string> parts;
    for (std::size_t i = first; i < last; ++i) {
      parts.push_back(fmt::format("c{} {} DEFAULT {}", i, typed[i].first, typed[i].second));
    }
    if (!attempt("CREATE TEMPORARY TABLE limbeck_defaults (" + sql::join(parts) + ")")) {
      if (typed.size() == 1) return {""};
      Texts each;  // one of them does not parse: ask for each alone
      for (std::size_t i = first; i < last; ++i) each.push_back(print_defaults({typed[i]}).front());
      out.insert(out.end(), each.begin(), each.end());
      continue;
    }
    const pg::Result rows = connection_.query(
        "SELECT pg_catalog.set_config('search_path', '', true), (SELECT pg_catalog.pg_get_expr(d.adbin, 0) "
        "FROM pg_catalog.pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum) "
        "FROM pg_catalog.pg_attribute a WHERE a.attrelid = 'pg_temp.limbeck_defaults'::regclass AND a.attnum > 0 "
        "ORDER BY a.attnum");
    // DEFAULT NULL is stored as no default.
    for (std::size_t i = 0; i < rows.rows(); ++i)
      out.push_back(rows.is_null(i, 1) ? "NULL" : std::string(rows.text(i, 1)));
    connection_.execute("DROP TABLE pg_temp.limbeck_defaults");
  }
  return out;
}

Judge::Texts Judge::print_conditions(const QName& table, const Texts& conditions) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    parts.push_back(fmt::format("ADD CONSTRAINT limbeck_{:06} CHECK ({})", i, conditions[i]));
  }
  const std::string relation = "pg_temp." + sql::name(table.name);
  parse_as(table);
  if (!attempt("ALTER TABLE " + relation + " " + sql::join(parts))) {
    if (conditions.size() == 1) return {""};
    Texts each;
    for (const std::string& condition : conditions) each.push_back(print_conditions(table, {condition}).front());
    return each;
  }
  connection_.execute("SET LOCAL search_path = ''");
  const pg::Result rows = connection_.query(
      "SELECT pg_catalog.pg_get_expr(conbin, conrelid) FROM pg_catalog.pg_constraint "
      "WHERE conrelid = $1::regclass ORDER BY conname",
      {relation});
  Texts out;
  parts.clear();
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    out.emplace_back(rows.text(i, 0));
    parts.push_back(fmt::format("DROP CONSTRAINT limbeck_{:06}", i));
  }
  connection_.execute("ALTER TABLE " + relation + " " + sql::join(parts));
  return out;
}

Judge::Texts Judge::print_triggers(const QName& table, const Texts& conditions) {
  const std::string relation = "pg_temp." + sql::name(table.name);
  Texts out;
  for (const std::string& condition : conditions) {
    parse_as(table);
    // WHEN of an UPDATE trigger may name both OLD and NEW; the function is PostgreSQL's own and is never called.
    if (!attempt(fmt::format("CREATE TRIGGER limbeck BEFORE UPDATE ON {} FOR EACH ROW WHEN ({}) "
                             "EXECUTE FUNCTION pg_catalog.suppress_redundant_updates_trigger()",
                             relation, condition))) {
      out.emplace_back();
      continue;
    }
    connection_.execute("SET LOCAL search_path = ''");
    const pg::Result row = connection_.query(
        "SELECT pg_catalog.pg_get_triggerdef(oid) FROM pg_catalog.pg_trigger WHERE tgrelid = $1::regclass", {relation});
    const std::string_view printed = row.text(0, 0);
    const std::size_t begin = printed.find("WHEN (") + 6;
    const std::size_t end = printed.rfind(") EXECUTE FUNCTION ");
    out.emplace_back(printed.substr(begin, end - begin));
    connection_.execute("DROP TRIGGER limbeck ON " + relation);
  }
  return out;
}

Judge::Texts Judge::print_policies(const QName& table, const Texts& conditions) {
  const std::string relation = "pg_temp." + sql::name(table.name);
  Texts out;
  for (const std::string& condition : conditions) {
    parse_as(table);
    if (!attempt(fmt::format("CREATE POLICY limbeck ON {} USING ({})", relation, condition))) {
      out.emplace_back();
      continue;
    }
    connection_.execute("SET LOCAL search_path = ''");
    const pg::Result row = connection_.query(
        "SELECT pg_catalog.pg_get_expr(polqual, polrelid) FROM pg_catalog.pg_policy WHERE polrelid = $1::regclass",
        {relation});
    out.emplace_back(row.text(0, 0));
    connection_.execute("DROP POLICY limbeck ON " + relation);
  }
  return out;
}

Judge::Texts Judge::print(const Question& like, const Texts& texts, const Texts& types) {
  switch (like.shape) {
    case ExpressionUse::Shape::trigger:
      return print_triggers(like.table, texts);
    case ExpressionUse::Shape::policy:
      return print_policies(like.table, texts);
    case ExpressionUse::Shape::condition:
      return print_conditions(like.table, texts);
    default:
      break;
  }
  std::vector<std::pair<std::string, std::string>> typed;
  for (std::size_t i = 0; i < texts.size(); ++i) typed.emplace_back(types[i], texts[i]);
  parse_as(like.table);
  return print_defaults(typed);
}

void Judge::answer(std::vector<Question>& questions) {
  using Shape = ExpressionUse::Shape;
  // Questions that can share a table stand together.
  std::map<std::pair<Shape, QName>, std::vector<Question*>> groups;
  for (Question& question : questions) {
    const bool is_default = question.shape == Shape::default_value || question.shape == Shape::standalone;
    const QName scope = is_default ? QName{question.table.schema, ""} : question.table;
    groups[{is_default ? Shape::default_value : question.shape, scope}].push_back(&question);
  }
  for (auto& [key, group] : groups) {
    const auto& [shape, table] = key;
    if (shape != Shape::default_value && !make_table(table)) {
      for (Question* question : group) question->reason = failure_;
      continue;
    }
    Texts texts;
    Texts types;
    for (const Question* question : group) {
      for (const std::string* text : {&question->live, &question->desired}) {
        // A condition may be of any type; IS NULL makes a check of it and prints it whole.
        const std::string value = question->type.empty() ? *text : fmt::format("({})::{}", *text, question->type);
        texts.push_back(shape == Shape::condition ? fmt::format("(({}) IS NULL)", value) : *text);
        types.push_back(question->type);
      }
    }
    Question like = *group.front();
    like.shape = shape;
    like.table = table;
    const Texts first = print(like, texts, types);
    // Text reaches its fixed point at the second printing, not the first.
    Texts again;
    std::vector<std::size_t> index;
    Texts again_types;
    for (std::size_t i = 0; i < group.size(); ++i) {
      const std::string& live = first[2 * i];
      const std::string& desired = first[2 * i + 1];
      if (live.empty() || desired.empty() || live == desired) continue;
      for (const std::string* text : {&live, &desired}) {
        again.push_back(*text);
        again_types.push_back(group[i]->type);
      }
      index.push_back(i);
    }
    const Texts second = again.empty() ? Texts{} : print(like, again, again_types);
    for (std::size_t i = 0; i < group.size(); ++i) {
      group[i]->verdict =
          first[2 * i] == first[2 * i + 1] && !first[2 * i].empty() ? Verdict::equal : Verdict::different;
    }
    for (std::size_t n = 0; n < index.size(); ++n) {
      const std::size_t i = index[n];
      const std::string& l2 = second[2 * n];
      const std::string& d2 = second[2 * n + 1];
      const bool match = (!l2.empty() && (l2 == d2 || l2 == first[2 * i + 1])) || (!d2.empty() && d2 == first[2 * i]);
      if (match) group[i]->verdict = Verdict::equal;
    }
    if (shape != Shape::default_value) connection_.execute("DROP TABLE pg_temp." + sql::name(table.name));
  }
}

}  // namespace limbeck::catalog
