#include "kinds/domain_constraint.hpp"

#include "kinds/expression.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

namespace limbeck {
namespace {

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  if (definition == nullptr) {
    scope.error(entry.key, 0, fmt::format("constraint {} has no `definition`", entry.key.value),
                "definition = \"check (value > 0)\"");
    return std::nullopt;
  }
  const auto parsed = grammar::parse_constraint(definition->text.value);
  if (!parsed) {
    scope.error(definition->text, parsed.error());
    return std::nullopt;
  }
  if (parsed->kind != grammar::ConstraintKind::check) {
    scope.error(definition->text, parsed->offset, "a domain has no constraints but CHECK and NOT NULL");
    return std::nullopt;
  }
  DomainConstraint loaded =
      domain_constraint_from(*parsed, {place.schema, place.table}, entry.key.value, definition->text, scope);
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_constraint", row.oid(), 0};
  const ObjectId* parent = scope.find({"pg_type", row.oid(), 0});
  if (parent == nullptr) return;
  DomainConstraint found;
  found.domain = {parent->schema, parent->name};
  found.name = row.string();
  found.not_valid = !row.flag();
  found.expression = row.string();
  scope.add(address, std::move(found));
}

std::string definition(const DomainConstraint& constraint, const Namer& namer) {
  return fmt::format("{} ({}){}", namer.word("CHECK"), constraint.expression,
                     constraint.not_valid ? namer.word(" NOT VALID") : "");
}

std::string fails_on_values(const QName& domain) {
  return fmt::format("fails if a value in a column of type {} violates it", domain.name);
}

}  // namespace

DomainConstraint domain_constraint_from(const grammar::ConstraintDefinition& written, const QName& domain,
                                        const std::string& name, const Text& text, LoadScope& scope) {
  DomainConstraint out;
  out.domain = domain;
  out.name = name.empty() ? sql::object_name(domain.name, "", "check") : name;
  out.expression = resolve(*written.expression, text, 0, domain.schema, scope);
  out.not_valid = written.not_valid;
  if (written.no_inherit || written.not_enforced || written.deferrability.deferrable) {
    scope.error(text, written.offset, "a check of a domain has no attribute but NOT VALID");
  }
  return out;
}

std::span<const Section> DomainConstraint::sections() {
  static const Section section{.name = "constraints",
                               .parents = {"domain"},
                               .takes_definition = true,
                               .load = load,
                               .help = "Checks of the domain: what stands after CONSTRAINT name."};
  return {&section, 1};
}

std::span<const CatalogQuery> DomainConstraint::queries() {
  static const CatalogQuery query{
      "SELECT o.oid, o.contypid, o.conname, o.convalidated, pg_catalog.pg_get_expr(o.conbin, 0) "
      "FROM pg_catalog.pg_constraint o JOIN pg_catalog.pg_namespace n ON n.oid = o.connamespace "
      "WHERE o.contypid <> 0 AND o.contype = 'c' AND n.nspname ~ $1",
      read};
  return {&query, 1};
}

ObjectId DomainConstraint::id() const {
  return {kind_name, domain.schema, domain.name, name, ""};
}

std::vector<Slot> DomainConstraint::references() const {
  std::vector<Slot> out{{space::type, domain.schema, "", domain.name}};
  append_references(expression, {}, out);
  return out;
}

// CREATE DOMAIN knows no NOT VALID.
std::optional<ObjectId> DomainConstraint::inline_parent() const {
  return not_valid ? std::nullopt : container();
}

std::string DomainConstraint::inline_text(const std::vector<Child>&) const {
  return "CONSTRAINT " + sql::name(name) + " " + definition(*this, {});
}

void DomainConstraint::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  sql::Statement& statement = script.add(fmt::format("ALTER DOMAIN {} ADD {}", sql::name(domain), inline_text({})));
  if (!not_valid) statement.hazards.push_back({sql::hazard::may_fail, fails_on_values(domain)});
}

void DomainConstraint::rename_to(const DomainConstraint& now, sql::Script& script) const {
  script.add(fmt::format("ALTER DOMAIN {} RENAME CONSTRAINT {} TO {}", sql::name(now.domain), sql::name(name),
                         sql::name(now.name)));
}

void DomainConstraint::drop(sql::Script& script) const {
  script.add(fmt::format("ALTER DOMAIN {} DROP CONSTRAINT {}", sql::name(domain), sql::name(name)));
}

Alteration DomainConstraint::alter(const DomainConstraint& now, const Hints&, sql::Script& script) const {
  if (expression != now.expression || !not_valid) return Alteration::replace();
  script.add(fmt::format("ALTER DOMAIN {} VALIDATE CONSTRAINT {}", sql::name(now.domain), sql::name(now.name)),
             {sql::hazard::may_fail, fails_on_values(now.domain)});
  return Alteration::done();
}

void DomainConstraint::rename(const Renaming& renaming) {
  if (renaming.from == Slot{space::constraint, domain.schema, domain.name, name}) name = renaming.to;
  rename_in(domain, space::type, renaming);
  rename_in_expression(expression, {}, renaming);
}

// VALUE in a check is for the judge a column of that name.
void DomainConstraint::expressions(const ExpressionSink& sink) {
  sink({&expression, ExpressionUse::Shape::condition, domain, ""});
}

std::optional<Written> DomainConstraint::written(const std::vector<Child>&, const Namer& namer) const {
  return Written{"constraints", name, definition(*this, namer), {}, "domain"};
}

}  // namespace limbeck
