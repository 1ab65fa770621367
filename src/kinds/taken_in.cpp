#include "kinds/attached_indexes.hpp"
#include "kinds/inherited_columns.hpp"
#include "kinds/passage.hpp"

#include <map>
#include <string>
#include <vector>

namespace limbeck {
namespace {

// By the whole: its parts, of both schemas.
using Parts = std::map<QName, std::vector<QName>>;

Parts parts_of_both(const Schema& from, const Schema& to) {
  Parts out;
  for (const auto& [id, entry] : of_kind(from.objects(), Table::kind_name)) {
    const auto& was = std::get<Table>(entry.object);
    const auto* now = was.base_tables.as_partition ? to.get<Table>(id) : nullptr;
    if (now == nullptr || !now->base_tables.as_partition || now->bases() != was.bases()) continue;
    out[was.bases().front()].push_back(was.name);
  }
  return out;
}

template <class K>
bool same_but_for_place(const K& one, K other) {
  other.table = one.table;
  other.name = one.name;
  other.only = one.only;
  return one == other;
}

// PostgreSQL takes the part's own in when the whole gets one that is the same but for its name. (A foreign key, too.)
bool is_taken_in(const Object& of_whole, const Object& of_part) {
  if (const auto* index = std::get_if<Index>(&of_whole)) {
    const auto* own = std::get_if<Index>(&of_part);
    return own != nullptr && same_but_for_place(*index, *own);
  }
  const auto* key = std::get_if<Constraint>(&of_whole);
  const auto* own = std::get_if<Constraint>(&of_part);
  return key != nullptr && own != nullptr && key->is_key() && same_but_for_place(*key, *own);
}

class TakingIn {
 public:
  TakingIn(Passage& way, Parts parts) : way_(way), parts_(std::move(parts)) {}

  void run() {
    const Schema& from = way_.from();
    for (const std::string_view kind : {Index::kind_name, Constraint::kind_name}) {
      for (const auto& [whole, parts] : parts_) {
        for (const auto& [id, entry] : members_of(way_.to().objects(), kind, whole)) {
          const auto index = index_of_whole(entry.object);
          if (from.find(id) != nullptr || !index || index->only) continue;
          name_ = index->name;
          take(entry.object, whole);
        }
      }
    }
    if (taken_.empty()) return;
    Schema& changed = way_.change_from();
    for (const ObjectId& id : taken_) changed.remove(id);
    // NOT NULL of a key that stays is not dropped before the whole has it.
    for (const ObjectId& id : taken_) {
      if (id.kind == Constraint::kind_name) forget_not_null(changed, {id.schema, id.parent});
    }
  }

 private:
  // In each part, and in the parts of those.
  void take(const Object& of_whole, const QName& whole) {
    const auto found = parts_.find(whole);
    if (found == parts_.end()) return;
    const Schema& from = way_.from();
    for (const QName& part : found->second) {
      const std::string_view kind = id_of(of_whole).kind;
      bool taken = false;
      for (const auto& [id, entry] : members_of(from.objects(), kind, part)) {
        if (way_.to().find(id) != nullptr || !is_taken_in(of_whole, entry.object)) continue;
        taken_.push_back(id);
        way_.taken.emplace(std::pair{part, name_}, id.name);
        taken = true;
        break;
      }
      if (!taken) take(of_whole, part);
    }
  }

  void forget_not_null(Schema& changed, const QName& part) const {
    std::vector<ObjectId> gone;
    for (const auto& [id, entry] : members_of(changed.objects(), HeirColumn::kind_name, part)) {
      const std::optional<Column> now = column_of(way_.to(), part, id.name);
      if (way_.to().find(id) == nullptr && now && now->not_null) gone.push_back(id);
    }
    for (const ObjectId& id : gone) {
      auto& column = std::get<HeirColumn>(changed.find(id)->object);
      column.not_null = false;
      if (!column.says_something()) changed.remove(id);
    }
  }

  Passage& way_;
  Parts parts_;
  std::vector<ObjectId> taken_;
  QName name_;  // of the whole's that is looked at
};

}  // namespace

void follow_taken_in(Passage& way) {
  Parts parts = parts_of_both(way.from(), way.to());
  if (!parts.empty()) TakingIn(way, std::move(parts)).run();
}

}  // namespace limbeck
