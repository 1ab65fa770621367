#pragma once
// A rule on a table or view (pg_rewrite). The rule that makes a view a view is the view's own.

#include "kinds/kind.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct Rule : KindDefaults {
  static constexpr std::string_view kind_name = "rule";
  static constexpr bool is_dependent = true;
  static constexpr bool is_printed_whole = true;

  QName table;
  std::string_view relation_kind = "table";  // or "view"
  Name name;
  std::string event;      // "insert", "update", "delete"
  std::string condition;  // empty: none
  bool instead = false;
  std::vector<std::string> commands;  // none: NOTHING
  std::string enabled;                // "never", "replica", "always"; empty: as usual
  bool operator==(const Rule&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const { return {}; }
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const { return ObjectId{relation_kind, table.schema, "", table.name, ""}; }
  bool is_plain() const { return condition.empty() && commands.empty(); }
  Filling filling() const { return Filling::after; }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void finish(sql::Script& script) const;
  void rename_to(const Rule& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const Rule& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const;
  void rename(const Renaming& renaming);
  void expressions(const ExpressionSink& sink);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
