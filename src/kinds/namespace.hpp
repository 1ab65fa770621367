#pragma once
// A schema of the database (pg_namespace). Called Namespace here because Schema is the set of all objects.

#include "kinds/kind.hpp"

#include <string>
#include <vector>

namespace limbeck {

struct Namespace : KindDefaults {
  static constexpr std::string_view kind_name = "schema";

  Name name;
  bool operator==(const Namespace&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const;
  std::vector<Slot> references() const { return {}; }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const Namespace& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const Namespace& now, const Hints& hints, sql::Script& script) const;
  void rename(const Renaming& renaming);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
