#pragma once
// A publication of logical replication (pg_publication, pg_publication_namespace). Its tables are objects of their own.
// One with members in schemas that are not managed is left alone.

#include "kinds/kind.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace limbeck {

struct Publication : KindDefaults {
  static constexpr std::string_view kind_name = "publication";
  static constexpr bool is_dependent = true;

  Name name;
  bool all_tables = false;
  std::set<std::string> schemas;
  std::set<std::string> publish{"insert", "update", "delete", "truncate"};
  bool via_root = false;
  std::string generated;  // publish_generated_columns; empty: none
  bool operator==(const Publication&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const { return {kind_name, "", "", name, ""}; }
  std::vector<Slot> slots() const { return {}; }
  std::vector<Slot> references() const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const Publication& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const Publication& now, const Hints& hints, sql::Script& script) const;
  void rename(const Renaming& renaming);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
