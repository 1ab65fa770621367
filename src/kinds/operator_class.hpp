#pragma once
// An operator class (pg_opclass) with the operators and functions that belong to it. PostgreSQL alters nothing of it
// but its name.

#include "kinds/class_member.hpp"
#include "kinds/kind.hpp"
#include "kinds/type.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct OperatorClass : KindDefaults {
  static constexpr std::string_view kind_name = "operator class";
  static constexpr bool is_used_unnamed = true;  // that of a type by default

  QName name;
  std::string method;
  bool is_default = false;
  Type type;
  Type storage;                      // empty text: the type itself
  QName family;                      // without a schema it is a built-in one
  std::vector<ClassMember> members;  // in no order
  bool operator==(const OperatorClass& other) const;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const { return {kind_name, name.schema, "", name.name, method}; }
  std::vector<Slot> slots() const { return {{space::operator_class, name.schema, "", name.name}}; }
  std::vector<Slot> references() const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const OperatorClass& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const OperatorClass&, const Hints&, sql::Script&) const { return Alteration::replace(); }
  Reaction react(Effect effect) const { return effect == Effect::rebuilt ? Reaction::rebuild : Reaction::keep; }
  void rename(const Renaming& renaming);
  void types(const TypeSink& sink);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

// What declares a family in a model, other than its name alone: several access methods can have one of a name.
[[nodiscard]] Slot family_declaration(const QName& name, const std::string& method);

}  // namespace limbeck
