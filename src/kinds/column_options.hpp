#pragma once
// OPTIONS (...) of a foreign table's column (pg_attribute.attfdwoptions). An object apart from the column, since a part
// or heir has options for columns that are its base's.

#include "kinds/foreign_options.hpp"
#include "kinds/kind.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

// Whether the column is a base's: the options stand beside no column of the table then. Never compared.
struct OfBase {
  bool it_is = false;
  bool operator==(const OfBase&) const { return true; }
};

struct ColumnOptions : KindDefaults {
  static constexpr std::string_view kind_name = "column options";
  static constexpr bool is_dependent = true;

  QName table;
  Name column;
  ForeignOptions options;
  OfBase of_base = {};
  bool operator==(const ColumnOptions&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const { return {kind_name, table.schema, table.name, column, ""}; }
  std::vector<Slot> slots() const { return {}; }
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const;
  std::optional<ObjectId> inline_parent() const;
  std::string inline_text(const std::vector<Child>&) const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const ColumnOptions&, sql::Script&) const {}
  void drop(sql::Script& script) const;
  Alteration alter(const ColumnOptions& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const { return effect == Effect::rebuilt ? Reaction::rebuild : Reaction::keep; }
  void rename(const Renaming& renaming);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
