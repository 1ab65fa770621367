#pragma once
// An installed extension (pg_extension). What belongs to it (pg_depend, deptype e) is nobody else's: it is neither
// compared nor dropped. The version is compared only where the model names one (rule R19).

#include "kinds/kind.hpp"

#include <string>
#include <vector>

namespace limbeck {

struct Extension : KindDefaults {
  static constexpr std::string_view kind_name = "extension";
  static constexpr bool is_used_unnamed = true;

  Name name;
  std::string schema;   // where its objects are; empty in a model: wherever CREATE EXTENSION puts them
  std::string version;  // empty: any
  // An empty schema or version on one side stands for any.
  bool operator==(const Extension& other) const;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const;
  std::vector<Slot> references() const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const Extension&, sql::Script&) const {}
  void drop(sql::Script& script) const;
  Alteration alter(const Extension& now, const Hints& hints, sql::Script& script) const;
  void rename(const Renaming& renaming) {
    if (renaming.from == Slot{space::schema, "", "", schema}) schema = renaming.to;
  }
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
