// Parts that are dropped while foreign keys refer to the whole.

#include "kinds/expression.hpp"
#include "kinds/passage.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <utility>
#include <vector>

namespace limbeck {
namespace {

const Table* table_of(const Schema& schema, const QName& name) {
  return schema.get<Table>({Table::kind_name, name.schema, "", name.name, ""});
}

bool is_referred_to(const Schema& schema, const QName& table) {
  std::vector<QName> above{table};
  for (std::size_t i = 0; i < above.size(); ++i) {
    for (const ObjectId& id : schema.referring(relation_slot(above[i]))) {
      const auto* key = schema.get<Constraint>(id);
      if (key != nullptr && key->references_to && key->references_to->table == above[i]) return true;
    }
    const Table* found = table_of(schema, above[i]);
    if (found != nullptr && found->base_tables.as_partition) above.push_back(found->bases().front());
  }
  return false;
}

}  // namespace

void follow_leaving_parts(Passage& way) {
  std::vector<const Partition*> gone;
  for (const auto& [id, entry] : of_kind(way.from().objects(), Partition::kind_name)) {
    const auto& was = std::get<Partition>(entry.object);
    const Table* whole_was = table_of(way.from(), was.parent);
    const Table* whole = table_of(way.to(), was.parent);
    // A table that is made again has none of them.
    if (whole == nullptr || whole_was == nullptr || whole->partition_key != whole_was->partition_key) continue;
    if (table_of(way.to(), was.table) == nullptr && is_referred_to(way.from(), was.parent)) gone.push_back(&was);
  }
  // PostgreSQL drops no part that a foreign key may refer to, but detaches it where no row does.
  std::vector<std::pair<ObjectId, std::string>> statements;
  for (const Partition* part : gone) {
    statements.emplace_back(
        ObjectId{Table::kind_name, part->table.schema, "", part->table.name, ""},
        fmt::format("ALTER TABLE {} DETACH PARTITION {}", sql::name(part->parent), sql::name(part->table)));
  }
  for (const auto& [id, text] : statements) {
    std::get<Table>(way.change_from().find(id)->object).leaving.before.push_back(text);
  }
}

}  // namespace limbeck
