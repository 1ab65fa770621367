#pragma once
// Extended statistics (pg_statistic_ext).

#include "kinds/kind.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct Statistics : KindDefaults {
  static constexpr std::string_view kind_name = "statistics";
  static constexpr bool is_dependent = true;

  QName name;
  QName table;
  std::vector<std::string> kinds;    // sorted; empty: all of them
  std::vector<std::string> columns;  // sorted: their order means nothing
  std::vector<std::string> expressions_of_rows;
  std::string target;  // of SET STATISTICS; empty: none
  bool operator==(const Statistics&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const { return {{kind_name, name.schema, "", name.name}}; }
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const { return ObjectId{"table", table.schema, "", table.name, ""}; }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void finish(sql::Script& script) const;
  void rename_to(const Statistics& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const Statistics& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const;
  void rename(const Renaming& renaming);
  void expressions(const ExpressionSink& sink);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
