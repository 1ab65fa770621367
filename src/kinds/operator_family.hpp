#pragma once
// An operator family (pg_opfamily): its name and access method. What is in it are objects of their own, which belong to
// it or to a class.

#include "kinds/class_member.hpp"
#include "kinds/kind.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct OperatorFamily : KindDefaults {
  static constexpr std::string_view kind_name = "operator family";
  static constexpr bool is_used_unnamed = true;

  QName name;
  std::string method;
  bool operator==(const OperatorFamily&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const { return {kind_name, name.schema, "", name.name, method}; }
  std::vector<Slot> slots() const { return {{space::operator_family, name.schema, "", name.name}}; }
  std::vector<Slot> references() const { return {{space::schema, "", "", name.schema}}; }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const OperatorFamily& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const OperatorFamily&, const Hints&, sql::Script&) const { return Alteration::done(); }
  void rename(const Renaming& renaming);
  bool adopts(const std::vector<Child>& children) const { return children.empty(); }
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

// An operator or function in a family that belongs to none of its classes.
struct FamilyMember : KindDefaults {
  static constexpr std::string_view kind_name = "operator family member";
  static constexpr bool is_used_unnamed = true;

  QName family;
  std::string method;
  ClassMember member;
  bool operator==(const FamilyMember&) const = default;

  static std::span<const Section> sections() { return no_sections; }
  static std::span<const CatalogQuery> queries();
  ObjectId id() const { return {kind_name, family.schema, "", family.name, method + " " + member.key()}; }
  std::vector<Slot> slots() const { return {}; }
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const {
    return ObjectId{OperatorFamily::kind_name, family.schema, "", family.name, method};
  }
  std::optional<ObjectId> inline_parent() const { return container(); }
  std::string inline_text(const std::vector<Child>&) const { return member.definition({}); }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const FamilyMember&, sql::Script&) const {}
  void drop(sql::Script& script) const;
  Alteration alter(const FamilyMember&, const Hints&, sql::Script&) const { return Alteration::replace(); }
  Reaction react(Effect effect) const { return effect == Effect::rebuilt ? Reaction::rebuild : Reaction::keep; }
  void rename(const Renaming& renaming);
  void types(const TypeSink& sink) { member.types(sink); }
  std::optional<Written> written(const std::vector<Child>&, const Namer&) const { return std::nullopt; }
};

}  // namespace limbeck
