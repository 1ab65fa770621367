#pragma once
// A schema: a set of objects at the finest grain, each with what the model or the catalog says beside it. Objects refer
// to one another by name only; resolve() answers what a name means here.

#include "kinds/all.hpp"
#include "kinds/slot_index.hpp"
#include "model/source.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace limbeck {

using Object = Kinds::Variant;

[[nodiscard]] ObjectId id_of(const Object& object);
[[nodiscard]] std::vector<Slot> slots_of(const Object& object);
[[nodiscard]] std::vector<Slot> references_of(const Object& object);
[[nodiscard]] std::vector<QName> bases_of(const Object& object);
[[nodiscard]] bool is_used_unnamed(const Object& object);
// The place of a kind in the list; ids sort by it.
[[nodiscard]] std::size_t rank_of(std::string_view kind);

struct Entry {
  Object object;
  Hints hints;
  SourceRange where;     // in the model file; file empty for live objects
  int position = 0;      // of columns and constraints within their table
  bool unnamed = false;  // the model gives no name: PostgreSQL's choice stands here until a live name replaces it
};

// An object of a kind that limbeck does not model. It is never changed, but stands in the way of changes to what it
// depends on.
struct Unmodelled {
  std::string kind;         // "view", "policy": for the count; empty: left out by limbeck.toml, and not counted
  std::string description;  // pg_describe_object: "view public.open_orders"
  std::string identity;     // pg_identify_object: "operator public.===(integer,integer)"
  std::vector<ObjectId> depends_on;
};

using Objects = std::map<ObjectId, Entry>;

// A part of a set of objects, in the order of their ids.
struct SomeObjects {
  Objects::const_iterator first;
  Objects::const_iterator last;
  [[nodiscard]] Objects::const_iterator begin() const { return first; }
  [[nodiscard]] Objects::const_iterator end() const { return last; }
};
// Those of one kind, and those of one kind that stand in a table.
[[nodiscard]] SomeObjects of_kind(const Objects& objects, std::string_view kind);
[[nodiscard]] SomeObjects members_of(const Objects& objects, std::string_view kind, const QName& table);

class Schema {
 public:
  using Objects = limbeck::Objects;

  // False if an object of that id is there already; nothing changes then.
  bool add(Entry entry);
  void remove(const ObjectId& id);

  [[nodiscard]] const Objects& objects() const { return objects_; }
  [[nodiscard]] const Entry* find(const ObjectId& id) const;
  [[nodiscard]] Entry* find(const ObjectId& id);
  template <class Do>  // with an Entry&
  void for_each(const Do& act) {
    for (auto& [id, entry] : objects_) act(entry);
  }
  template <class K>
  [[nodiscard]] const K* get(const ObjectId& id) const {
    const Entry* entry = find(id);
    return entry == nullptr ? nullptr : std::get_if<K>(&entry->object);
  }
  // The objects known by a name: several only in spaces that are not unique. What stands in a table is looked up in its
  // bases where it has no such name itself.
  [[nodiscard]] std::vector<ObjectId> resolve(const Slot& slot) const;
  // The objects that `id` refers to, and those that refer to it.
  [[nodiscard]] std::vector<ObjectId> references(const ObjectId& id) const;
  [[nodiscard]] std::vector<ObjectId> dependents(const ObjectId& id) const;

  // The objects that use a name, whether or not anything here has it.
  [[nodiscard]] std::vector<ObjectId> referring(const Slot& slot) const;

  // Tells every object of new names, all at once: names can be swapped. Ids follow. Throws Error if two objects would
  // have one name.
  void rename(const std::vector<Renaming>& renamings);
  // To be called after entries' objects were changed by hand: ids, names and references are looked up anew. No schema
  // may be asked by several threads at once.
  void reindex();
  // The same, after only these were changed.
  void reindex(const std::set<ObjectId>& changed);
  // Makes at once what the questions above are answered from; else the first of them does.
  void index_now() const;

  // What tables have from their bases, by the catalog, as it would be if it were their own. It is no object: whatever
  // is done to the base's is done to it.
  Objects inherited;
  std::vector<Unmodelled> unmodelled;
  int server_version = 0;  // 0: not from a server

 private:
  // Who has a name and who uses it. It is made when first asked for; copies of a schema make their own.
  struct Index {
    std::vector<const Objects::value_type*> objects;  // null: removed
    SlotIndex names;
    std::optional<SlotIndex> uses;  // made when first asked for: who only reads names needs none
    std::map<QName, std::vector<QName>> bases;
    std::map<QName, std::vector<QName>> heirs;
    void append(const Objects::value_type& each);
    void append_uses(SlotIndex::Place place);
    void make_uses();
    void add(const Objects::value_type& each);
    void remove(const Objects::value_type& each);
    [[nodiscard]] std::vector<ObjectId> having(const Slot& slot) const;
    [[nodiscard]] std::vector<ObjectId> using_name(const Slot& slot);
    template <class NamesOf>
    [[nodiscard]] std::vector<ObjectId> named(const SlotIndex& in, const Slot& slot, const NamesOf& names_of) const;
  };
  class LazyIndex {
   public:
    LazyIndex() = default;
    LazyIndex(const LazyIndex&) {}
    LazyIndex(LazyIndex&&) noexcept = default;
    LazyIndex& operator=(const LazyIndex&) {
      made.reset();
      return *this;
    }
    LazyIndex& operator=(LazyIndex&&) noexcept = default;
    ~LazyIndex() = default;
    std::unique_ptr<Index> made;
  };

  void rename_in_turn(const std::vector<Renaming>& renamings);
  void rekey();
  [[nodiscard]] Index& index() const;
  // The slot, and what it is in the tables that have it from there; with `merged` also in those that have their own of
  // that name.
  void append_heirs(const Slot& slot, bool merged, std::vector<Slot>& to) const;

  Objects objects_;
  mutable LazyIndex index_;
};

}  // namespace limbeck
