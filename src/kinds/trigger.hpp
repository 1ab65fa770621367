#pragma once
// A trigger on a table or view (pg_trigger). Internal triggers (of foreign keys) are nobody's.

#include "kinds/kind.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct Trigger : KindDefaults {
  static constexpr std::string_view kind_name = "trigger";
  static constexpr bool is_dependent = true;

  QName table;
  std::string_view relation_kind = "table";  // or "view"
  Name name;
  bool constraint = false;
  std::string timing;  // "before", "after", "instead of"
  bool on_insert = false;
  bool on_update = false;
  bool on_delete = false;
  bool on_truncate = false;
  std::vector<std::string> update_columns;
  QName from;  // of a constraint trigger; else empty
  bool deferrable = false;
  bool initially_deferred = false;
  std::string old_table;
  std::string new_table;
  bool for_each_row = false;
  std::string when;
  QName function;
  std::vector<std::string> arguments;
  std::string enabled;  // "never", "replica", "always"; empty: as usual
  bool operator==(const Trigger&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const;
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const { return ObjectId{relation_kind, table.schema, "", table.name, ""}; }
  Filling filling() const { return Filling::after; }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void finish(sql::Script& script) const;
  void rename_to(const Trigger& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const Trigger& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const;
  void rename(const Renaming& renaming);
  void expressions(const ExpressionSink& sink);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
