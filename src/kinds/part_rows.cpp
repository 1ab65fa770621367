// Rows of parts whose bounds change. PostgreSQL attaches no part with a row outside of its bounds, and makes none for
// which the default part has a row: such rows wait in a temporary table. Those of a part that is dropped go where
// another takes them.

#include "kinds/expression.hpp"
#include "kinds/part_bounds.hpp"
#include "kinds/passage.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace limbeck {
namespace {

ObjectId id_of_table(const QName& name) {
  return {Table::kind_name, name.schema, "", name.name, ""};
}

// What happens to the parts of one table.
struct Parts {
  std::vector<const Partition*> changed;  // as they will be
  std::vector<const Partition*> added;
  std::vector<const Partition*> dropped;  // with their tables
  const Partition* rest = nullptr;        // the default part, where it stays
};

bool is_default(const Partition& part) {
  return part.bounds == "DEFAULT" || part.bounds == "default";
}

template <class Visit>
void for_each_part(const Schema& schema, Visit visit) {
  for (const auto& [id, entry] : of_kind(schema.objects(), Partition::kind_name)) {
    visit(std::get<Partition>(entry.object));
  }
}

std::map<QName, Parts> parts_between(const Schema& from, const Schema& to) {
  std::map<QName, Parts> out;
  for_each_part(to, [&](const Partition& now) {
    const auto* was = from.get<Partition>(now.id());
    if (was == nullptr || was->parent != now.parent) {
      if (!is_default(now)) out[now.parent].added.push_back(&now);
    } else if (was->bounds != now.bounds) {
      out[now.parent].changed.push_back(&now);
    } else if (is_default(now)) {
      out[now.parent].rest = &now;
    }
  });
  for_each_part(from, [&](const Partition& was) {
    if (to.find(id_of_table(was.table)) == nullptr) out[was.parent].dropped.push_back(&was);
  });
  return out;
}

// Its own columns and those that it has from the tables above, by name.
void append_columns(const Schema& schema, const QName& table, std::map<std::string, const Column*>& out) {
  for (const auto& [id, entry] : members_of(schema.objects(), Column::kind_name, table)) {
    out.try_emplace(id.name, &std::get<Column>(entry.object));
  }
  const auto* found = schema.get<Table>(id_of_table(table));
  if (found == nullptr) return;
  for (const QName& base : found->bases()) append_columns(schema, base, out);
}

// Whether a type of our own is made again: so is the table then.
bool same_type(const Column& was, const Column& now, const Schema& from, const Schema& to) {
  if (was.type != now.type || was.collation != now.collation) return false;
  const auto used = was.type.reference();
  if (!used) return true;
  for (const ObjectId& id : from.resolve(*used)) {
    const Entry* other = to.find(id);
    if (other == nullptr || other->object != from.find(id)->object) return false;
  }
  return true;
}

class Moving {
 public:
  Moving(Passage& way, const QName& whole, const Parts& parts) : way_(way), whole_(whole), parts_(parts) {}

  void run() {
    if (!find_table() || !find_columns() || !find_conditions()) return;
    targets_ = parts_.changed;
    targets_.insert(targets_.end(), parts_.added.begin(), parts_.added.end());
    for (const Partition* part : parts_.changed) save_outside(*part);
    for (const Partition* part : parts_.dropped) save_dropped(*part);
    if (parts_.rest != nullptr) {
      for (const Partition* part : targets_) take_from_rest(*part);
    }
    if (!parts_.changed.empty()) put_all_back();
  }

 private:
  // Divided as before, and no foreign table is in it.
  bool find_table() {
    const auto* was = way_.from().get<Table>(id_of_table(whole_));
    table_ = way_.to().get<Table>(id_of_table(whole_));
    if (was == nullptr || table_ == nullptr || was->partition_key != table_->partition_key) return false;
    const auto is_foreign = [&](const Schema& schema, const std::vector<const Partition*>& parts) {
      return std::any_of(parts.begin(), parts.end(), [&](const Partition* part) {
        const auto* table = schema.get<Table>(id_of_table(part->table));
        return table == nullptr || table->foreign;
      });
    };
    return !is_foreign(way_.to(), parts_.changed) && !is_foreign(way_.to(), parts_.added) &&
           !is_foreign(way_.from(), parts_.dropped);
  }

  bool find_columns() {
    std::map<std::string, const Column*> was;
    std::map<std::string, const Column*> now;
    append_columns(way_.from(), whole_, was);
    append_columns(way_.to(), whole_, now);
    for (const auto& [name, column] : now) {
      const auto before = was.find(name);
      if (column->identity && column->identity->always) overriding_ = " OVERRIDING SYSTEM VALUE";
      if (before != was.end() && !column->generated && !before->second->generated) columns_.push_back(name);
    }
    std::vector<Slot> used;
    for (const IndexKey& key : table_->partition_key->keys) key.append_references_to(whole_, used);
    return std::all_of(used.begin(), used.end(), [&](const Slot& slot) {
      if (slot.space != space::column) return true;
      const auto before = was.find(slot.name);
      const auto after = now.find(slot.name);
      return before != was.end() && after != now.end() &&
             same_type(*before->second, *after->second, way_.from(), way_.to());
    });
  }

  bool find_conditions() {
    for (const auto* list : {&parts_.changed, &parts_.added}) {
      for (const Partition* part : *list) {
        if (is_default(*part)) continue;
        std::optional<std::string> condition = condition_of(*part, *table_);
        if (!condition) return false;
        conditions_.emplace(part->table, *std::move(condition));
      }
    }
    return !conditions_.empty();
  }

  // Of the rows that some part takes which is not the default one.
  [[nodiscard]] std::string taken_by_any() const {
    std::vector<std::string> all;
    for (const auto& [name, condition] : conditions_) all.push_back("(" + condition + ")");
    return sql::join(all, " OR ");
  }

  std::string saved(const QName& part, int number = 0) {
    return sql::object_name(part.name, number == 0 ? "" : std::to_string(number), "rows");
  }

  std::string save(const std::string& name, const QName& part, const std::string& condition) const {
    return fmt::format("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT * FROM {} WHERE {}", sql::name(name),
                       sql::name(part), condition);
  }

  // Nobody writes a row between the two that copy it and take it away. The whole first, as everybody else does.
  [[nodiscard]] std::vector<std::string> locked(const QName& part) const {
    std::vector<std::string> out = seen_by_owner(part);
    out.push_back(fmt::format("LOCK TABLE ONLY {}, {} IN ACCESS EXCLUSIVE MODE", sql::name(whole_), sql::name(part)));
    return out;
  }

  // Rather an error than rows that policies hide.
  [[nodiscard]] std::vector<std::string> seen_by_owner(const QName& part) const {
    const auto* table = way_.from().get<Table>(id_of_table(part));
    if (table == nullptr || !table->force_row_security) return {};
    return {"SET LOCAL row_security = off"};
  }

  static std::string remove(const QName& part, const std::string& condition) {
    return fmt::format("DELETE FROM {} WHERE {}", sql::name(part), condition);
  }

  [[nodiscard]] std::string put(const std::string& name, const QName& into, const std::string& condition = "") const {
    return fmt::format("INSERT INTO {} ({}){} SELECT {} FROM pg_temp.{}{}{}", sql::name(into), sql::names(columns_),
                       overriding_, sql::names(columns_), sql::name(name), condition.empty() ? "" : " WHERE ",
                       condition);
  }

  // Of a part with other bounds: when it is detached.
  void save_outside(const Partition& now) {
    const std::string condition = is_default(now) ? taken_by_any() : "(" + conditions_.at(now.table) + ") IS NOT TRUE";
    const std::string name = saved(now.table);
    Around& around = std::get<Partition>(way_.change_from().find(now.id())->object).leaving;
    around.after = seen_by_owner(now.table);
    around.after.push_back(save(name, now.table, condition));
    around.after.push_back(remove(now.table, condition));
    waiting_.push_back(name);
  }

  // Of a part that is dropped: before it is.
  void save_dropped(const Partition& was) {
    const std::string name = saved(was.table);
    std::vector<std::string>& before =
        std::get<Table>(way_.change_from().find(id_of_table(was.table))->object).leaving.before;
    before = locked(was.table);
    before.push_back(save(name, was.table, taken_by_any()));
    if (!parts_.changed.empty()) {
      waiting_.push_back(name);
      return;
    }
    for (const Partition* part : parts_.added) {
      making(*part).after.push_back(put(name, part->table, conditions_.at(part->table)));
    }
  }

  Around& making(const Partition& part) { return std::get<Partition>(way_.change_to().find(part.id())->object).making; }

  // Of the default part: right before another one is there for them.
  void take_from_rest(const Partition& part) {
    if (is_default(part)) return;
    const std::string& condition = conditions_.at(part.table);
    const std::string name = saved(part.table, ++from_rest_);
    std::vector<std::string> before = locked(parts_.rest->table);
    before.push_back(save(name, parts_.rest->table, condition));
    before.push_back(remove(parts_.rest->table, condition));
    // A part that is made with its table says so in the statement that makes the table.
    const bool with_table = way_.from().find(id_of_table(part.table)) == nullptr;
    Around& around =
        with_table ? std::get<Table>(way_.change_to().find(id_of_table(part.table))->object).making : making(part);
    around.before.insert(around.before.end(), before.begin(), before.end());
    making(part).after.push_back(put(name, part.table));
  }

  // When all parts are there: behind the last one that is attached.
  void put_all_back() {
    const auto* last =
        *std::max_element(parts_.changed.begin(), parts_.changed.end(),
                          [](const Partition* one, const Partition* other) { return one->id() < other->id(); });
    auto& part = std::get<Partition>(way_.change_to().find(last->id())->object);
    for (const std::string& name : waiting_) part.making.after.push_back(put(name, whole_));
    for (const Partition* other : targets_) {
      if (other->table != last->table) part.making.waits_for.push_back(other->table);
    }
  }

  Passage& way_;
  QName whole_;
  const Parts& parts_;
  const Table* table_ = nullptr;
  std::vector<const Partition*> targets_;
  std::map<QName, std::string> conditions_;
  std::vector<std::string> columns_;
  std::string overriding_;
  std::vector<std::string> waiting_;
  int from_rest_ = 0;
};

}  // namespace

void follow_moved_rows(Passage& way) {
  const std::map<QName, Parts> all = parts_between(way.from(), way.to());
  bool waits = false;
  for (const auto& [whole, parts] : all) {
    const bool any =
        !parts.changed.empty() || (!parts.added.empty() && (parts.rest != nullptr || !parts.dropped.empty()));
    if (!any) continue;
    Moving(way, whole, parts).run();
    waits = true;
  }
  if (waits && way.is_changed()) way.change_to().reindex();
}

}  // namespace limbeck
