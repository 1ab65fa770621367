#include "kinds/schema.hpp"

#include "model/error.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

namespace limbeck {

ObjectId id_of(const Object& object) {
  return std::visit([](const auto& each) { return each.id(); }, object);
}

std::vector<Slot> slots_of(const Object& object) {
  std::vector<Slot> slots = std::visit([](const auto& each) { return each.slots(); }, object);
  // Every object is known by its kind and name too: comments refer to it so.
  const ObjectId id = id_of(object);
  Slot own{id.kind, id.schema, id.parent, id.name};
  if (std::find(slots.begin(), slots.end(), own) == slots.end()) slots.push_back(std::move(own));
  return slots;
}

std::vector<Slot> references_of(const Object& object) {
  return std::visit([](const auto& each) { return each.references(); }, object);
}

std::vector<QName> bases_of(const Object& object) {
  return std::visit([](const auto& each) { return each.bases(); }, object);
}

bool is_used_unnamed(const Object& object) {
  return std::visit([](const auto& each) { return std::decay_t<decltype(each)>::is_used_unnamed; }, object);
}

std::size_t rank_of(std::string_view kind) {
  const auto& names = Kinds::names;
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), kind) - names.begin());
}

// Sorts behind every name: no text in UTF-8 has this byte.
static const Name& behind_all() {
  static const Name name("\xff");
  return name;
}

SomeObjects of_kind(const Objects& objects, std::string_view kind) {
  return {objects.lower_bound({kind, "", "", "", ""}), objects.lower_bound({kind, behind_all(), "", "", ""})};
}

SomeObjects members_of(const Objects& objects, std::string_view kind, const QName& table) {
  return {objects.lower_bound({kind, table.schema, table.name, "", ""}),
          objects.lower_bound({kind, table.schema, table.name, behind_all(), ""})};
}

bool Schema::add(Entry entry) {
  ObjectId id = id_of(entry.object);
  const auto [at, added] = objects_.try_emplace(std::move(id), std::move(entry));
  if (added && index_.made) index_.made->add(*at);
  return added;
}

void Schema::remove(const ObjectId& id) {
  const auto found = objects_.find(id);
  if (found == objects_.end()) return;
  if (index_.made) index_.made->remove(*found);
  objects_.erase(found);
}

const Entry* Schema::find(const ObjectId& id) const {
  const auto found = objects_.find(id);
  return found == objects_.end() ? nullptr : &found->second;
}

Entry* Schema::find(const ObjectId& id) {
  const auto found = objects_.find(id);
  return found == objects_.end() ? nullptr : &found->second;
}

std::vector<ObjectId> Schema::resolve(const Slot& slot) const {
  const Index& all = index();
  std::vector<ObjectId> found = all.having(slot);
  if (!found.empty()) return found;
  const auto bases = slot.scope.empty() ? all.bases.end() : all.bases.find({slot.schema, slot.scope});
  if (bases == all.bases.end()) return {};
  for (const QName& base : bases->second) {
    std::vector<ObjectId> above = resolve({slot.space, base.schema, base.name, slot.name});
    if (!above.empty()) return above;
  }
  return {};
}

void Schema::append_heirs(const Slot& slot, bool merged, std::vector<Slot>& to) const {
  to.push_back(slot);
  const Index& all = index();
  const auto heirs = slot.scope.empty() ? all.heirs.end() : all.heirs.find({slot.schema, slot.scope});
  if (heirs == all.heirs.end()) return;
  for (const QName& heir : heirs->second) {
    Slot below{slot.space, heir.schema, heir.name, slot.name};
    if (merged || all.having(below).empty()) append_heirs(below, merged, to);
  }
}

std::vector<ObjectId> Schema::referring(const Slot& slot) const {
  return index().using_name(slot);
}

std::vector<ObjectId> Schema::references(const ObjectId& id) const {
  std::vector<ObjectId> found;
  if (const Entry* entry = find(id)) {
    for (const Slot& slot : references_of(entry->object)) {
      for (const ObjectId& target : resolve(slot)) {
        if (target != id && std::find(found.begin(), found.end(), target) == found.end()) found.push_back(target);
      }
    }
  }
  return found;
}

std::vector<ObjectId> Schema::dependents(const ObjectId& id) const {
  std::vector<ObjectId> found;
  if (const Entry* entry = find(id)) {
    std::vector<Slot> names;
    for (const Slot& slot : slots_of(entry->object)) append_heirs(slot, false, names);
    for (const Slot& slot : names) {
      for (ObjectId& dependent : referring(slot)) {
        if (dependent != id && std::find(found.begin(), found.end(), dependent) == found.end()) {
          found.push_back(std::move(dependent));
        }
      }
    }
  }
  return found;
}

void Schema::rename(const std::vector<Renaming>& renamings) {
  if (renamings.empty()) return;
  std::set<Slot> given;
  for (const Renaming& each : renamings) given.insert({each.from.space, each.from.schema, each.from.scope, each.to});
  const bool crosses =
      std::any_of(renamings.begin(), renamings.end(), [&](const Renaming& each) { return given.contains(each.from); });
  if (!crosses) {
    rename_in_turn(renamings);
    return;
  }
  // One after the other, a name that is given before it is taken away would be taken away from both.
  std::vector<Renaming> away;
  std::vector<Renaming> home;
  for (const Renaming& each : renamings) {
    Slot between = each.from;
    between.name = "\x01" + std::to_string(away.size());  // nobody has such a name
    away.push_back({each.from, between.name});
    home.push_back({std::move(between), each.to});
  }
  rename_in_turn(away);
  rename_in_turn(home);
}

void Schema::rename_in_turn(const std::vector<Renaming>& renamings) {
  // What stands in a table has its heirs' names, too; a column that is merged is renamed there.
  std::vector<Renaming> told;
  for (const Renaming& each : renamings) {
    std::vector<Slot> names;
    append_heirs(each.from, each.from.space == space::column, names);
    for (Slot& name : names) told.push_back({std::move(name), each.to});
  }
  const auto tell = [&](Object& object) {
    std::visit(
        [&](auto& each) {
          for (const Renaming& renaming : told) each.rename(renaming);
        },
        object);
  };
  Objects had = std::move(inherited);
  inherited.clear();
  for (auto& [id, entry] : had) {
    tell(entry.object);
    ObjectId now = id_of(entry.object);
    inherited.try_emplace(std::move(now), std::move(entry));
  }
  Objects renamed;
  std::map<ObjectId, ObjectId> moved;
  for (auto& [id, entry] : objects_) {
    tell(entry.object);
    ObjectId now = id_of(entry.object);
    if (now != id) moved.emplace(id, now);
    const auto [place, fresh] = renamed.try_emplace(std::move(now), std::move(entry));
    if (!fresh) throw Error("two objects would have the name " + display_name(place->first));
  }
  objects_ = std::move(renamed);
  for (Unmodelled& object : unmodelled) {
    for (ObjectId& id : object.depends_on) {
      if (const auto found = moved.find(id); found != moved.end()) id = found->second;
    }
  }
  reindex();
}

// Ids follow from the objects. What is about an object that has another id now follows it.
void Schema::rekey() {
  std::map<ObjectId, ObjectId> moved;
  for (const auto& [id, entry] : objects_) {
    ObjectId now = id_of(entry.object);
    if (now != id) moved.emplace(id, std::move(now));
  }
  if (moved.empty()) return;
  Objects rekeyed;
  for (auto& [id, entry] : objects_) {
    std::visit([&](auto& each) { each.retarget(moved); }, entry.object);
    ObjectId now = id_of(entry.object);
    const auto [place, fresh] = rekeyed.try_emplace(std::move(now), std::move(entry));
    if (!fresh) throw Error("two objects would have the name " + display_name(place->first));
  }
  objects_ = std::move(rekeyed);
}

void Schema::reindex() {
  rekey();
  index_.made.reset();
}

void Schema::reindex(const std::set<ObjectId>& changed) {
  constexpr std::size_t few = 100;  // each costs a walk through the index
  const bool moved = std::any_of(changed.begin(), changed.end(),
                                 [&](const ObjectId& id) { return id_of(objects_.at(id).object) != id; });
  if (moved || changed.size() > few) {
    reindex();
    return;
  }
  if (!index_.made) return;
  for (const ObjectId& id : changed) {
    const auto each = objects_.find(id);
    index_.made->remove(*each);
    index_.made->add(*each);
  }
}

void Schema::index_now() const {
  index().make_uses();
}

Schema::Index& Schema::index() const {
  if (index_.made) return *index_.made;
  auto made = std::make_unique<Index>();
  made->objects.reserve(objects_.size());
  for (const auto& each : objects_) made->append(each);
  made->names.sort();
  index_.made = std::move(made);
  return *index_.made;
}

void Schema::Index::append(const Objects::value_type& each) {
  const auto& [id, entry] = each;
  objects.push_back(&each);
  for (const Slot& slot : slots_of(entry.object)) names.append(slot, objects.size() - 1);
  std::vector<QName> of = bases_of(entry.object);
  for (const QName& base : of) heirs[base].push_back({id.schema, id.name});
  if (!of.empty()) bases[{id.schema, id.name}] = std::move(of);
}

void Schema::Index::append_uses(SlotIndex::Place place) {
  for (const Slot& slot : references_of(objects[place]->second.object)) uses->append(slot, place);
}

void Schema::Index::add(const Objects::value_type& each) {
  append(each);
  names.insert_appended();
  if (!uses) return;
  append_uses(objects.size() - 1);
  uses->insert_appended();
}

void Schema::Index::remove(const Objects::value_type& each) {
  // By its address: the object may have changed since it was indexed.
  std::replace(objects.begin(), objects.end(), &each, static_cast<const Objects::value_type*>(nullptr));
  const QName own{each.first.schema, each.first.name};
  const std::vector<QName> of = bases_of(each.second.object);
  for (const QName& base : of) std::erase(heirs[base], own);
  if (!of.empty()) bases.erase(own);
}

template <class NamesOf>
std::vector<ObjectId> Schema::Index::named(const SlotIndex& in, const Slot& slot, const NamesOf& names_of) const {
  std::vector<ObjectId> found;
  for (const SlotIndex::Item& item : in.candidates(slot)) {
    const Objects::value_type* each = objects[item.place];
    if (each == nullptr) continue;
    const std::vector<Slot> all = names_of(each->second.object);
    if (std::find(all.begin(), all.end(), slot) != all.end()) found.push_back(each->first);
  }
  return found;
}

std::vector<ObjectId> Schema::Index::having(const Slot& slot) const {
  return named(names, slot, slots_of);
}

void Schema::Index::make_uses() {
  if (uses) return;
  uses.emplace();
  for (SlotIndex::Place place = 0; place < objects.size(); ++place) {
    if (objects[place] != nullptr) append_uses(place);
  }
  uses->sort();
}

std::vector<ObjectId> Schema::Index::using_name(const Slot& slot) {
  make_uses();
  return named(*uses, slot, references_of);
}

}  // namespace limbeck
