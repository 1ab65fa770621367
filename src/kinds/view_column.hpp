#pragma once
// A column of a view or materialized view that carries something of its own: a comment. The view's query makes it, and
// its drop takes away what it carries; columns that carry nothing are no objects.

#include "kinds/kind.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct ViewColumn : KindDefaults {
  static constexpr std::string_view kind_name = "view column";
  static constexpr bool is_dependent = true;

  std::string_view view_kind = "view";  // or "materialized view"
  QName view;
  Name name;
  bool operator==(const ViewColumn&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const { return {}; }
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const { return ObjectId{view_kind, view.schema, "", view.name, ""}; }
  void create(const std::vector<Child>&, const Hints&, sql::Script&) const {}
  void rename_to(const ViewColumn&, sql::Script&) const {}
  void drop(sql::Script& script) const;
  Alteration alter(const ViewColumn&, const Hints&, sql::Script&) const { return Alteration::done(); }
  Reaction react(Effect effect) const { return effect == Effect::rebuilt ? Reaction::rebuild : Reaction::keep; }
  void rename(const Renaming& renaming);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
