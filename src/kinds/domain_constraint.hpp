#pragma once
// A check of a domain (pg_constraint.contypid). NOT NULL is an attribute of the domain on every version, as it is of
// columns.

#include "grammar/definition.hpp"
#include "kinds/kind.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct DomainConstraint : KindDefaults {
  static constexpr std::string_view kind_name = "domain constraint";
  static constexpr bool is_dependent = true;

  QName domain;
  Name name;
  std::string expression;  // without the parentheses that SQL demands
  bool not_valid = false;
  bool operator==(const DomainConstraint&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const { return {{space::constraint, domain.schema, domain.name, name}}; }
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const { return ObjectId{"domain", domain.schema, "", domain.name, ""}; }
  std::optional<ObjectId> inline_parent() const;
  std::string inline_text(const std::vector<Child>& children) const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const DomainConstraint& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const DomainConstraint& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const { return effect == Effect::none ? Reaction::keep : Reaction::rebuild; }
  void rename(const Renaming& renaming);
  void expressions(const ExpressionSink& sink);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

// A check of a model. An empty name: PostgreSQL's choice.
[[nodiscard]] DomainConstraint domain_constraint_from(const grammar::ConstraintDefinition& written, const QName& domain,
                                                      const std::string& name, const Text& text, LoadScope& scope);

}  // namespace limbeck
