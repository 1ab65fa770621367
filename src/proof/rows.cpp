#include "proof/rows.hpp"

#include "history/statements.hpp"
#include "proof/sections.hpp"
#include "sql/quote.hpp"
#include "sql/script.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace limbeck::proof {
namespace {

using Value = std::optional<std::string>;

std::string shown(const QName& name) {
  return name.schema + "." + name.name;
}

// What the statements of the sections say about rows.
class Said {
 public:
  explicit Said(const std::vector<const history::Section*>& sections) {
    for (const history::Section* section : sections) {
      for (std::size_t at = 0; at < section->statements.size(); ++at) {
        const std::string& text = section->statements[at].sql;
        for (const std::string& hazard : hazards_of(*section, at)) {
          if (hazard == sql::hazard::data_loss) losing_.push_back(&text);
        }
        if (!is_definition(text)) working_.push_back(&text);
      }
    }
  }

  [[nodiscard]] bool loses_anything() const { return !losing_.empty(); }
  [[nodiscard]] bool may_lose(const KeptTable& table) const {
    return std::any_of(losing_.begin(), losing_.end(),
                       [&](const std::string* text) { return names(*text, table.name.name); });
  }
  // By a statement that is no definition: UPDATE, or a block, or a function that is called.
  [[nodiscard]] bool may_change(const KeptTable& table, const std::string& column) const {
    return std::any_of(working_.begin(), working_.end(), [&](const std::string* text) {
      return names(*text, column) || (names(*text, table.name.name) && !text->starts_with("UPDATE"));
    });
  }

 private:
  static bool is_definition(const std::string& text) {
    constexpr std::array words{"alter", "create", "drop", "comment", "grant", "revoke", "set", "reset", "refresh"};
    const std::vector<std::string> first = history::leading_words(text, 1);
    return !first.empty() && std::find(words.begin(), words.end(), first.front()) != words.end();
  }

  std::vector<const std::string*> losing_;
  std::vector<const std::string*> working_;
};

// Of each table before what it is now: by its number, or where it was made again by its name. Null: it is gone.
std::vector<const KeptTable*> same_tables(const Rows& before, const Rows& after) {
  std::map<std::uint32_t, const KeptTable*> numbers;
  std::map<QName, const KeptTable*> named;
  for (const KeptTable& each : after) {
    numbers.emplace(each.oid, &each);
    named.emplace(each.name, &each);
  }
  std::vector<const KeptTable*> out;
  for (const KeptTable& each : before) {
    const auto kept = numbers.find(each.oid);
    const auto made_again = named.find(each.name);
    out.push_back(kept != numbers.end() ? kept->second : made_again != named.end() ? made_again->second : nullptr);
  }
  return out;
}

// Its place among the columns of the same table later; nothing if it is another one now.
std::optional<std::size_t> same_column(const KeptColumn& column, const KeptTable& now, bool by_number) {
  for (std::size_t i = 0; i < now.columns.size(); ++i) {
    const KeptColumn& each = now.columns[i];
    if (by_number ? each.number != column.number : each.name != column.name) continue;
    const bool same = each.type == column.type && each.modifier == column.modifier &&
                      each.not_null == column.not_null && each.is_plain && column.is_plain;
    return same ? std::optional(i) : std::nullopt;
  }
  return std::nullopt;
}

std::vector<Value> sorted_values(const KeptTable& table, std::size_t column) {
  std::vector<Value> values;
  for (const auto& row : table.rows) values.push_back(row[column]);
  std::sort(values.begin(), values.end());
  return values;
}

}  // namespace

Rows read_rows(pg::Connection& connection) {
  Rows tables;
  const pg::Result found = connection.execute(R"(
SELECT c.oid, n.nspname, c.relname, c.relispartition OR c.relkind = 'p'
  OR EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE c.oid IN (i.inhrelid, i.inhparent)),
  EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal)
  OR EXISTS (SELECT FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY c.oid)");
  std::map<std::uint32_t, std::size_t> places;
  for (std::size_t row = 0; row < found.rows(); ++row) {
    KeptTable table;
    table.oid = found.number<std::uint32_t>(row, 0);
    table.name = {std::string(found.text(row, 1)), std::string(found.text(row, 2))};
    table.in_tree = found.text(row, 3) == "t";
    table.is_watched = found.text(row, 4) == "t";
    places.emplace(table.oid, tables.size());
    tables.push_back(std::move(table));
  }
  const pg::Result columns = connection.execute(R"(
SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.atttypid < 16384 AND a.attgenerated = ''
FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
WHERE c.relkind IN ('r', 'p') AND c.oid >= 16384 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, 2)");
  for (std::size_t row = 0; row < columns.rows(); ++row) {
    const auto place = places.find(columns.number<std::uint32_t>(row, 0));
    if (place == places.end()) continue;
    tables[place->second].columns.push_back({columns.number<int>(row, 1), std::string(columns.text(row, 2)),
                                             columns.number<std::uint32_t>(row, 3), columns.number<int>(row, 4),
                                             columns.text(row, 5) == "t", columns.text(row, 6) == "t"});
  }
  std::vector<pg::Query> queries;
  for (const KeptTable& table : tables) {
    std::vector<std::string> names;
    for (const KeptColumn& column : table.columns) names.push_back(sql::name(column.name));
    queries.push_back({fmt::format("SELECT {} FROM ONLY {}", sql::join(names), sql::name(table.name)), {}});
  }
  if (queries.empty()) return tables;
  connection.pipeline(queries, [&](std::size_t at, const pg::Result& rows) {
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      auto& values = tables[at].rows.emplace_back();
      for (std::size_t i = 0; i < rows.columns(); ++i) values.push_back(rows.value(row, i));
    }
  });
  return tables;
}

std::vector<std::string> losses(const Rows& before, const Rows& after,
                                const std::vector<const history::Section*>& sections) {
  const Said said(sections);
  std::vector<std::string> lost;
  std::size_t in_trees = 0;
  bool tree_may_lose = false;
  std::set<const KeptTable*> alone;
  const std::vector<const KeptTable*> same = same_tables(before, after);
  for (std::size_t at = 0; at < before.size(); ++at) {
    const KeptTable& table = before[at];
    const KeptTable* now = same[at];
    const bool may_lose = said.may_lose(table) || (now != nullptr && said.may_lose(*now));
    if (table.in_tree || (now != nullptr && now->in_tree)) {
      in_trees += table.rows.size();
      tree_may_lose = tree_may_lose || may_lose;
      continue;
    }
    alone.insert(now);
    if (table.rows.empty() || may_lose) continue;
    if (now == nullptr) {
      lost.push_back(fmt::format("table {} is gone with its rows", shown(table.name)));
    } else if (now->rows.size() < table.rows.size()) {
      lost.push_back(
          fmt::format("of {} rows of {} {} are left", table.rows.size(), shown(table.name), now->rows.size()));
    } else if (now->rows.size() == table.rows.size() && !table.is_watched && !now->is_watched) {
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const auto place = same_column(table.columns[i], *now, table.oid == now->oid);
        if (!place || sorted_values(table, i) == sorted_values(*now, *place)) continue;
        if (said.may_change(table, table.columns[i].name) || said.may_change(*now, now->columns[*place].name)) continue;
        lost.push_back(fmt::format("values of {}.{} have changed", shown(table.name), table.columns[i].name));
      }
    }
  }
  std::size_t left = 0;
  for (const KeptTable& table : after) {
    if (!alone.contains(&table)) left += table.rows.size();
  }
  // The statement may name a part that was there only in between.
  if (left < in_trees && !tree_may_lose && !said.loses_anything()) {
    lost.push_back(fmt::format("of {} rows in partitioned tables and heirs {} are left", in_trees, left));
  }
  return lost;
}

}  // namespace limbeck::proof
