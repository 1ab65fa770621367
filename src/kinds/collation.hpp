#pragma once
// A collation (pg_collation). Its version is the operating system's business and no schema.

#include "kinds/kind.hpp"

#include <string>
#include <vector>

namespace limbeck {

struct Collation : KindDefaults {
  static constexpr std::string_view kind_name = "collation";

  QName name;
  std::string provider = "libc";  // "icu", "libc", "builtin"
  std::string collate;            // LC_COLLATE of libc; of others the locale
  std::string ctype;              // LC_CTYPE of libc; of others empty
  std::string rules;              // of ICU, from PostgreSQL 16
  bool deterministic = true;
  bool operator==(const Collation&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const { return {{space::collation, name.schema, "", name.name}}; }
  std::vector<Slot> references() const { return {{space::schema, "", "", name.schema}}; }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const Collation& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  // PostgreSQL alters nothing of a collation but its name and owner: it is made again, and columns take the new one.
  Alteration alter(const Collation& now, const Hints& hints, sql::Script& script) const;
  void rename(const Renaming& renaming);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
