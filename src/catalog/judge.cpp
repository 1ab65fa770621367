#include "catalog/judge.hpp"

#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>

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

void refuse(const std::vector<Printing*>& group, const Error& error) {
  for (Printing* each : group) {
    each->sqlstate = error.sqlstate;
    each->message = error.what();
  }
}

// What is made at a table to have a text printed, and how it is read. Names sort as the texts do.
struct Form {
  bool in_table;  // stands in CREATE TABLE: an ALTER TABLE would call immutable functions of constants
  std::string (*make)(const std::string& name, const std::string& relation, const Printing& text);
  const char* read;
  std::string (*cut_out)(std::string_view printed);
};

// A condition may be of any type; IS NULL makes a check of it, and prints it whole.
const Form check_form{true,
                      [](const std::string& name, const std::string&, const Printing& text) {
                        const std::string value =
                            text.type.empty() ? text.text : fmt::format("({})::{}", text.text, text.type);
                        return fmt::format("CONSTRAINT {} CHECK ((({}) IS NULL))", name, value);
                      },
                      "SELECT pg_catalog.pg_get_expr(conbin, conrelid) FROM pg_catalog.pg_constraint "
                      "WHERE conrelid = $1::regclass AND contype = 'c' ORDER BY conname",
                      [](std::string_view printed) {
                        constexpr std::string_view tail = " IS NULL)";
                        return std::string(printed.substr(1, printed.size() - 1 - tail.size()));
                      }};

// WHEN of an UPDATE trigger may name both OLD and NEW; the function is PostgreSQL's own and is never called.
const Form trigger_form{
    false,
    [](const std::string& name, const std::string& relation, const Printing& text) {
      return fmt::format(
          "CREATE TRIGGER {} BEFORE UPDATE ON {} FOR EACH ROW WHEN ({}) "
          "EXECUTE FUNCTION pg_catalog.suppress_redundant_updates_trigger()",
          name, relation, text.text);
    },
    "SELECT pg_catalog.pg_get_triggerdef(oid) FROM pg_catalog.pg_trigger WHERE tgrelid = $1::regclass ORDER BY tgname",
    [](std::string_view printed) {
      const std::size_t begin = printed.find("WHEN (") + 6;
      return std::string(printed.substr(begin, printed.rfind(") EXECUTE FUNCTION ") - begin));
    }};

const Form policy_form{
    false,
    [](const std::string& name, const std::string& relation, const Printing& text) {
      return fmt::format("CREATE POLICY {} ON {} USING ({})", name, relation, text.text);
    },
    "SELECT pg_catalog.pg_get_expr(polqual, polrelid) FROM pg_catalog.pg_policy WHERE polrelid = $1::regclass "
    "ORDER BY polname",
    [](std::string_view printed) { return std::string(printed); }};

// The bounds of a part: `type` is the key of a whole with the columns of the table.
const Form bounds_form{false,
                       [](const std::string& name, const std::string& relation, const Printing& text) {
                         return fmt::format(
                             "CREATE TEMPORARY TABLE {0}_whole (LIKE {1}) PARTITION BY {2}; "
                             "CREATE TEMPORARY TABLE {0} PARTITION OF pg_temp.{0}_whole {3}",
                             name, relation, text.type, text.text);
                       },
                       "SELECT pg_catalog.pg_get_expr(p.relpartbound, p.oid) FROM pg_catalog.pg_class p "
                       "JOIN pg_catalog.pg_class t ON t.relnamespace = p.relnamespace "
                       "WHERE t.oid = $1::regclass AND p.relispartition ORDER BY p.relname",
                       [](std::string_view printed) { return std::string(printed); }};

const Form& form_of(ExpressionUse::Shape shape) {
  switch (shape) {
    case ExpressionUse::Shape::trigger:
      return trigger_form;
    case ExpressionUse::Shape::policy:
      return policy_form;
    case ExpressionUse::Shape::bounds:
      return bounds_form;
    default:
      return check_form;
  }
}

}  // namespace

Judge::Judge(pg::Connection& connection, TableShapes columns, const std::vector<std::string>& search_path)
    : connection_(connection), columns_(std::move(columns)), refusal_(why_not(connection)) {
  for (const std::string& schema : search_path) search_path_ += ", " + sql::name(schema);
  if (refusal_) return;
  connection_.execute("BEGIN");
  open_ = true;
  connection_.execute(
      "SET LOCAL lock_timeout = '3s'; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, MDY'; "
      "SET LOCAL IntervalStyle = 'postgres'; SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; "
      "SET LOCAL quote_all_identifiers = off; SET LOCAL standard_conforming_strings = on; "
      "SET LOCAL client_min_messages = error; SAVEPOINT limbeck_judge");
}

Judge::~Judge() {
  if (open_) connection_.try_execute("ROLLBACK");
}

// Rolled back rather than dropped: so the locks of thousands of temporary tables do not add up.
void Judge::release() {
  connection_.execute("ROLLBACK TO SAVEPOINT limbeck_judge");
}

std::optional<Error> Judge::attempt(const std::string& sql) {
  release();
  auto error = connection_.try_execute(sql + "; SET LOCAL search_path = ''");
  if (error && connection_.is_broken()) throw std::move(*error);
  return error;
}

// pg_temp stands last: searched first, a temporary table would hide the real one and its row type.
std::string Judge::parse_path(const QName& table) const {
  const std::string home = table.schema.empty() ? "pg_catalog" : sql::name(table.schema);
  return "SET LOCAL search_path = " + home + search_path_ + ", pg_temp; ";
}

std::optional<Type> Judge::type(const std::string& written) {
  if (attempt(parse_path({}) + "CREATE TEMPORARY TABLE limbeck_type (c " + written + ")")) return std::nullopt;
  const pg::Result row = connection_.query(
      "SELECT pg_catalog.format_type(a.atttypid, a.atttypmod), n.nspname, e.typname FROM pg_catalog.pg_attribute a "
      "JOIN pg_catalog.pg_type t ON t.oid = a.atttypid "
      "JOIN pg_catalog.pg_type e ON e.oid = CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE t.oid "
      "END "
      "JOIN pg_catalog.pg_namespace n ON n.oid = e.typnamespace "
      "WHERE a.attrelid = 'pg_temp.limbeck_type'::regclass AND a.attnum = 1");
  Type type{std::string(row.text(0, 0)), {std::string(row.text(0, 1)), std::string(row.text(0, 2))}};
  if (type.user.schema == "pg_catalog") type.user = {};
  return type;
}

void Judge::print_defaults(const Group& group) {
  std::vector<std::string> parts;
  for (const Printing* each : group) {
    parts.push_back(fmt::format("c{} {} DEFAULT {}", parts.size(), each->type, each->text));
  }
  if (const auto error = attempt(parse_path(group.front()->table) + "CREATE TEMPORARY TABLE limbeck_defaults (" +
                                 sql::join(parts) + ")")) {
    if (group.size() == 1) return refuse(group, *error);
    for (Printing* each : group) print_defaults({each});  // one of them does not parse
    return;
  }
  const pg::Result rows = connection_.query(
      "SELECT (SELECT pg_catalog.pg_get_expr(d.adbin, 0) FROM pg_catalog.pg_attrdef d "
      "WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum) FROM pg_catalog.pg_attribute a "
      "WHERE a.attrelid = 'pg_temp.limbeck_defaults'::regclass AND a.attnum > 0 ORDER BY a.attnum");
  for (std::size_t i = 0; i < group.size(); ++i) {
    // DEFAULT NULL is stored as no default.
    group[i]->printed = rows.is_null(i, 0) ? "NULL" : std::string(rows.text(i, 0));
  }
}

// The texts of one shape at one table.
void Judge::print_at_table(const QName& table, const Group& group) {
  const std::string relation = "pg_temp." + sql::name(table.name);
  const Form& form = form_of(group.front()->shape);
  std::vector<std::string> parts;
  for (const ColumnShape& column : columns_[table]) parts.push_back(sql::name(column.name) + " " + column.type);
  std::string after;
  for (std::size_t i = 0; i < group.size(); ++i) {
    const std::string name = fmt::format("limbeck_{:06}", i);
    if (form.in_table) {
      parts.push_back(form.make(name, relation, *group[i]));
    } else {
      after += "; " + form.make(name, relation, *group[i]);
    }
  }
  const std::string make =
      fmt::format("{}CREATE TEMPORARY TABLE {} ({}){}", parse_path(table), relation, sql::join(parts), after);
  if (const auto error = attempt(make)) {
    if (group.size() == 1) return refuse(group, *error);
    for (Printing* each : group) print_at_table(table, {each});  // one of them does not parse
    return;
  }
  const pg::Result rows = connection_.query(form.read, {relation});
  for (std::size_t i = 0; i < group.size(); ++i) group[i]->printed = form.cut_out(rows.text(i, 0));
}

void Judge::print(std::vector<Printing>& texts) {
  using Shape = ExpressionUse::Shape;
  // Texts that can share a table stand together: those of one table, and the defaults of one schema.
  std::map<std::pair<Shape, QName>, Group> groups;
  for (Printing& each : texts) {
    const bool is_default = each.shape == Shape::default_value || each.shape == Shape::standalone;
    const Shape shape = is_default ? Shape::default_value : each.shape;
    groups[{shape, is_default ? QName{each.table.schema, ""} : each.table}].push_back(&each);
  }
  for (const auto& [key, group] : groups) {
    if (key.first != Shape::default_value) {
      print_at_table(key.second, group);
      continue;
    }
    for (std::size_t first = 0; first < group.size(); first += columns_per_table) {
      const std::size_t last = std::min(first + columns_per_table, group.size());
      print_defaults(
          Group(group.begin() + static_cast<std::ptrdiff_t>(first), group.begin() + static_cast<std::ptrdiff_t>(last)));
    }
  }
  release();
}

}  // namespace limbeck::catalog
