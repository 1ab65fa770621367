#include "proof/seed.hpp"

#include "grammar/lex.hpp"
#include "proof/values.hpp"
#include "sql/quote.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace limbeck::proof {
namespace {

using Oid = std::uint32_t;

// "1 2 3" of array_to_string.
std::vector<int> numbers_of(std::string_view text) {
  std::vector<int> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    std::from_chars(text.data(), text.data() + end, out.emplace_back());
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

struct Column {
  int number = 0;
  std::string name;
  Oid type = 0;
  int modifier = -1;
  bool not_null = false;
  bool has_default = false;
  bool is_given = false;  // by PostgreSQL: identity, generated
  std::string checks;
  std::optional<std::string> bound;  // of a part: the value that leads here
};

struct Reference {
  Oid to = 0;
  std::vector<int> columns;
  std::vector<int> targets;
};

struct Place {
  Oid oid = 0;
  QName name;
  bool is_partitioned = false;
  std::vector<Column> columns;
  std::vector<Reference> references;
};

using Places = std::map<Oid, Place>;

Column* column_of(Place& place, int number) {
  const auto found = std::find_if(place.columns.begin(), place.columns.end(),
                                  [&](const Column& each) { return each.number == number; });
  return found == place.columns.end() ? nullptr : &*found;
}

// The constants of "FOR VALUES FROM ('a', 1) TO ..." or "FOR VALUES IN ('a', 'b')", in order; nothing for MINVALUE.
std::vector<std::optional<std::string>> constants_of(std::string_view bound) {
  std::vector<std::optional<std::string>> out;
  const auto tokens = grammar::tokenise(bound);
  if (!tokens) return out;
  const auto is_symbol = [](const grammar::Token& token, std::string_view text) {
    return token.kind == grammar::TokenKind::symbol && token.value == text;
  };
  auto at = std::find_if(tokens->begin(), tokens->end(), [&](const auto& each) { return is_symbol(each, "("); });
  std::string text;
  bool is_open = false;
  for (; at != tokens->end(); ++at) {
    if (is_symbol(*at, ",") || is_symbol(*at, ")")) {
      out.push_back(is_open ? std::nullopt : std::optional(text));
      if (is_symbol(*at, ")")) break;
      text.clear();
      is_open = false;
    } else if (at->kind == grammar::TokenKind::word) {
      is_open = at->value == "minvalue" || at->value == "maxvalue" || at->value == "null";
      text = at->value;
    } else if (!is_symbol(*at, "(")) {
      text += at->value;
    }
  }
  return out;
}

Places read_places(pg::Connection& connection) {
  Places places;
  const pg::Result tables = connection.execute(R"(
SELECT c.oid, n.nspname, c.relname, c.relkind = 'p' FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
                AND d.deptype = 'e') ORDER BY 2, 3)");
  for (std::size_t row = 0; row < tables.rows(); ++row) {
    Place place;
    place.oid = tables.number<Oid>(row, 0);
    place.name = {std::string(tables.text(row, 1)), std::string(tables.text(row, 2))};
    place.is_partitioned = tables.text(row, 3) == "t";
    places.emplace(place.oid, std::move(place));
  }
  const pg::Result columns = connection.execute(R"(
SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull OR (t.typtype = 'd' AND t.typnotnull),
  a.atthasdef OR (t.typtype = 'd' AND t.typdefault IS NOT NULL), a.attidentity <> '' OR a.attgenerated <> ''
FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
WHERE c.relkind IN ('r', 'p') AND c.oid >= 16384 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, 2)");
  for (std::size_t row = 0; row < columns.rows(); ++row) {
    const auto place = places.find(columns.number<Oid>(row, 0));
    if (place == places.end()) continue;
    Column column;
    column.number = columns.number<int>(row, 1);
    column.name = columns.text(row, 2);
    column.type = columns.number<Oid>(row, 3);
    column.modifier = columns.number<int>(row, 4);
    column.not_null = columns.text(row, 5) == "t";
    column.has_default = columns.text(row, 6) == "t";
    column.is_given = columns.text(row, 7) == "t";
    place->second.columns.push_back(std::move(column));
  }
  const pg::Result constraints = connection.execute(R"(
SELECT c.conrelid, c.contype, pg_catalog.array_to_string(c.conkey, ' '), c.confrelid,
  pg_catalog.array_to_string(c.confkey, ' '),
  CASE WHEN c.contype = 'c' THEN pg_catalog.pg_get_constraintdef(c.oid) END
FROM pg_catalog.pg_constraint c WHERE c.conrelid >= 16384 AND c.contype IN ('c', 'f') ORDER BY c.oid)");
  for (std::size_t row = 0; row < constraints.rows(); ++row) {
    const auto place = places.find(constraints.number<Oid>(row, 0));
    if (place == places.end()) continue;
    const std::vector<int> keys = numbers_of(constraints.text(row, 2));
    if (constraints.text(row, 1) == "f") {
      place->second.references.push_back({constraints.number<Oid>(row, 3), keys, numbers_of(constraints.text(row, 4))});
      continue;
    }
    for (const int key : keys) {
      if (Column* column = column_of(place->second, key)) {
        column->checks += std::string(constraints.text(row, 5)) + " ";
      }
    }
  }
  // What leads to a part: of each table above it the columns of its key, and the part's bound there.
  const pg::Result bounds = connection.execute(R"(
WITH RECURSIVE up AS (
  SELECT i.inhrelid AS leaf, i.inhrelid AS part, i.inhparent AS base FROM pg_catalog.pg_inherits i
  JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE c.relispartition
  UNION ALL SELECT up.leaf, i.inhrelid, i.inhparent FROM up JOIN pg_catalog.pg_inherits i ON i.inhrelid = up.base)
SELECT up.leaf, pg_catalog.pg_get_expr(c.relpartbound, c.oid), k.n, a.attname
FROM up JOIN pg_catalog.pg_class c ON c.oid = up.part
JOIN pg_catalog.pg_partitioned_table p ON p.partrelid = up.base AND p.partstrat IN ('l', 'r')
CROSS JOIN LATERAL pg_catalog.unnest(p.partattrs::int2[]) WITH ORDINALITY k(attribute, n)
JOIN pg_catalog.pg_attribute a ON a.attrelid = up.base AND a.attnum = k.attribute)");
  for (std::size_t row = 0; row < bounds.rows(); ++row) {
    const auto place = places.find(bounds.number<Oid>(row, 0));
    if (place == places.end()) continue;
    const auto constants = constants_of(bounds.text(row, 1));
    const auto number = bounds.number<std::size_t>(row, 2) - 1;
    if (number >= constants.size() || !constants[number]) continue;
    for (Column& column : place->second.columns) {
      if (column.name == bounds.text(row, 3)) column.bound = constants[number];
    }
  }
  return places;
}

class Seeder {
 public:
  explicit Seeder(pg::Connection& connection)
      : connection_(connection), types_(connection), places_(read_places(connection)) {}

  Seeds run(const std::map<QName, Amount>& amounts, const std::vector<QName>& left_out) {
    Seeds seeds;
    for (const Place* place : in_order()) {
      const auto amount = amounts.find(place->name);
      const Amount wanted = amount == amounts.end() ? Amount::all : amount->second;
      const bool is_left_out = std::find(left_out.begin(), left_out.end(), place->name) != left_out.end();
      if (wanted == Amount::none || is_left_out || place->is_partitioned) continue;
      why_ = "it refers to a table without rows, or has a column of which no value is known";
      if (fill(*place, wanted)) {
        seeds.filled.insert(place->name);
      } else {
        seeds.refused.emplace(place->name, why_);
      }
    }
    return seeds;
  }

 private:
  // Tables after those that they refer to, as far as there is such an order.
  std::vector<const Place*> in_order() const {
    std::vector<const Place*> order;
    std::map<Oid, bool> seen;
    for (const auto& [oid, place] : places_) visit(place, seen, order);
    return order;
  }
  void visit(const Place& place, std::map<Oid, bool>& seen, std::vector<const Place*>& order) const {
    if (!seen.emplace(place.oid, true).second) return;
    for (const Reference& each : place.references) {
      if (const auto to = places_.find(each.to); to != places_.end()) visit(to->second, seen, order);
    }
    order.push_back(&place);
  }

  bool fill(const Place& place, Amount amount) {
    constexpr std::array choices{Choice{1, true, 0}, Choice{1, true, 1}, Choice{1, false, 0}, Choice{1, true, -1}};
    bool filled = false;
    const int full_rows = amount == Amount::all ? 2 : 1;
    for (int row = 1; row <= full_rows; ++row) {
      for (Choice choice : choices) {
        choice.row = row;
        if (insert(place, choice, false) || insert(place, choice, true)) {
          filled = true;
          break;
        }
      }
      if (!filled) return false;
    }
    if (amount == Amount::all) {
      for (Choice choice : choices) {
        choice.row = full_rows + 1;
        if (insert(place, choice, true)) return true;
      }
    }
    return filled;
  }

  using Values = std::map<int, std::optional<std::string>>;

  // `sparse`: only what must be given.
  bool insert(const Place& place, const Choice& choice, bool sparse) {
    Values values;
    for (const Column& column : place.columns) {
      if (column.is_given) continue;
      if (column.bound) {
        values[column.number] = column.bound;
        continue;
      }
      const bool must = column.not_null && !column.has_default;
      if ((sparse && !must) || is_drawn(column)) continue;
      const auto value = types_.value(column.type, column.modifier, column.checks, choice);
      if (value) values[column.number] = value;
      if (!value && must) return false;
    }
    for (const Reference& reference : place.references) {
      if (!refer(place, reference, choice.row, sparse, values)) return false;
    }
    std::vector<std::string> names;
    std::vector<std::string> literals;
    for (const Column& column : place.columns) {
      const auto value = values.find(column.number);
      if (value == values.end()) continue;
      names.push_back(sql::name(column.name));
      literals.push_back(value->second ? sql::literal(*value->second) : "NULL");
    }
    const std::string what = names.empty() ? std::string("DEFAULT VALUES")
                                           : fmt::format("({}) VALUES ({})", sql::join(names), sql::join(literals));
    const auto error = connection_.try_execute(fmt::format("INSERT INTO {} {}", sql::name(place.name), what));
    if (error) why_ = error->what();
    return !error;
  }

  // A serial's number is drawn from its sequence, so that later rows get others.
  [[nodiscard]] static bool is_drawn(const Column& column) { return column.has_default && column.not_null; }

  // The values of a row that is there. False if there is none, and one is needed.
  bool refer(const Place& place, const Reference& reference, int row, bool sparse, Values& values) {
    bool may_be_null = true;
    bool is_given = false;
    for (const int number : reference.columns) {
      const auto column = std::find_if(place.columns.begin(), place.columns.end(),
                                       [&](const Column& each) { return each.number == number; });
      if (column == place.columns.end()) return false;
      may_be_null = may_be_null && !column->not_null;
      is_given = is_given || column->is_given;
    }
    if (is_given) return true;
    const auto all_null = [&] {
      for (const int number : reference.columns) values[number] = std::nullopt;
      return may_be_null;
    };
    if (sparse && may_be_null) return all_null();
    if (reference.to == place.oid) {
      if (may_be_null) return all_null();
      for (std::size_t i = 0; i < reference.columns.size(); ++i) {
        const auto own = values.find(reference.targets[i]);
        if (own == values.end()) return false;
        values[reference.columns[i]] = own->second;
      }
      return true;
    }
    const auto rows = rows_of(reference);
    if (rows.empty()) return all_null();
    const auto& chosen = rows[std::min(static_cast<std::size_t>(row), rows.size()) - 1];
    for (std::size_t i = 0; i < reference.columns.size(); ++i) values[reference.columns[i]] = chosen[i];
    return true;
  }

  std::vector<std::vector<std::optional<std::string>>> rows_of(const Reference& reference) {
    std::vector<std::vector<std::optional<std::string>>> out;
    const auto place = places_.find(reference.to);
    if (place == places_.end()) return out;
    std::vector<std::string> names;
    std::string complete;
    for (const int number : reference.targets) {
      const Column* column = column_of(place->second, number);
      if (column == nullptr) return out;
      names.push_back(sql::name(column->name));
      complete += fmt::format("{}{} IS NOT NULL", complete.empty() ? "" : " AND ", names.back());
    }
    const pg::Result rows =
        connection_.execute(fmt::format("SELECT {} FROM {} WHERE {} ORDER BY tableoid, ctid LIMIT 3", sql::join(names),
                                        sql::name(place->second.name), complete));
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      auto& values = out.emplace_back();
      for (std::size_t i = 0; i < names.size(); ++i) values.push_back(rows.value(row, i));
    }
    return out;
  }

  pg::Connection& connection_;
  Types types_;
  Places places_;
  std::string why_;  // the last row was not taken
};

}  // namespace

Seeds seed(pg::Connection& connection, const std::map<QName, Amount>& amounts, const std::vector<QName>& left_out) {
  return Seeder(connection).run(amounts, left_out);
}

}  // namespace limbeck::proof
