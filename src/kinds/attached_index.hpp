#pragma once
// What a part says of an index that it has from the whole, beyond what that says: its own name, storage, or only that
// there is one where the whole's was made ON ONLY it. The index below a key is one, too. Where a part says nothing,
// PostgreSQL has made the index and named it, and it is no object.

#include "kinds/index.hpp"
#include "kinds/kind.hpp"
#include "model/storage_parameters.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct AttachedIndex : KindDefaults {
  static constexpr std::string_view kind_name = "attached index";
  static constexpr bool is_dependent = true;
  static constexpr bool comes_last = true;  // the table has to be a part by then

  QName table;
  QName whole;       // the index or key that is itself attached to no other
  std::string name;  // empty until the model is completed: the usual one
  bool only = false;
  std::optional<StorageParameters> parameters;  // where they are not the whole's
  std::optional<std::string> tablespace;        // the same
  std::map<std::string, std::string> statistics = {};

  // How it comes to be what it is: attaching.cpp finds it. Never compared.
  struct Way {
    sql::Script statements;    // that make it; or
    std::string called;        // the name that PostgreSQL gives it ...
    bool is_certain = true;    // ... or would give it if nothing else had that
    std::string usual = {};    // the name that it gets when nothing is said any more; empty: it goes, or leaves
    std::vector<QName> parts;  // that must be parts before
    StorageParameters parameters = {};  // of the whole
    std::string tablespace = {};
    bool is_whole = false;  // an index of a partitioned table
    bool operator==(const Way&) const { return true; }
  } way = {};
  bool operator==(const AttachedIndex&) const = default;

  static std::span<const Section> sections() { return no_sections; }  // those of indexes
  static std::span<const CatalogQuery> queries() { return {}; }  // read with indexes, and compared by attached_indexes
  ObjectId id() const;
  std::vector<Slot> slots() const;
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const { return ObjectId{"table", table.schema, "", table.name, ""}; }
  Filling filling() const { return Filling::after; }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const AttachedIndex&, sql::Script&) const {}
  void drop(sql::Script& script) const;
  Alteration alter(const AttachedIndex& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const;
  void rename(const Renaming& renaming);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;

 private:
  void alter_storage(const AttachedIndex& now, sql::Script& script) const;
};

// An entry of the section `indexes` with the key `of`.
[[nodiscard]] std::optional<ObjectId> load_attached_index(const Field& entry, const Place& place, LoadScope& scope);

}  // namespace limbeck
