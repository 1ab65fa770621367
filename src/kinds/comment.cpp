#include "kinds/comment.hpp"

#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace limbeck {
namespace {

// pg_description.classoid by name: an Address keeps the static text.
std::string_view catalog_name(std::string_view name) {
  static constexpr std::array<std::string_view, 8> names{"pg_class", "pg_constraint", "pg_extension", "pg_namespace",
                                                         "pg_proc",  "pg_trigger",    "pg_type",      "pg_policy"};
  const auto* const found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? std::string_view{} : *found;
}

void read(Row& row, CatalogScope& scope) {
  const std::string_view catalog = catalog_name(row.text());
  const std::uint32_t oid = row.oid();
  const ObjectId* target = scope.find({catalog, oid, row.number()});
  if (target == nullptr) return;
  Comment found{{}, *target, row.string()};
  scope.add({"pg_description", 0, 0}, std::move(found));
}

// What COMMENT ON says: "TABLE public.t", "CONSTRAINT c ON public.t".
std::string subject(const ObjectId& target) {
  const QName own{target.schema, target.name};
  const QName parent{target.schema, target.parent};
  std::string word = target.kind == "enum"       ? "TYPE"
                     : target.kind == "function" ? "ROUTINE"  // a procedure, too
                                                 : std::string(target.kind);
  for (char& c : word) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  if (target.kind == "view column") word = "COLUMN";
  if (word == "COLUMN") return fmt::format("{} {}.{}", word, sql::name(parent), sql::name(target.name));
  if (target.kind == "index" || target.parent.empty()) {
    const bool routine = target.kind == "function";
    return fmt::format("{} {}{}", word, sql::name(own), routine ? "(" + target.signature + ")" : "");
  }
  return fmt::format("{} {} ON {}", word, sql::name(target.name), sql::name(parent));
}

}  // namespace

std::span<const CatalogQuery> Comment::queries() {
  static const CatalogQuery query{
      "SELECT k.relname, d.objoid, d.objsubid, d.description FROM pg_catalog.pg_description d "
      "JOIN pg_catalog.pg_class k ON k.oid = d.classoid WHERE d.objoid >= 16384 AND $1::text IS NOT NULL "
      // The comment that CREATE EXTENSION brings along is nobody's choice.
      "AND NOT (k.relname = 'pg_extension' AND EXISTS (SELECT FROM pg_catalog.pg_extension e "
      "JOIN pg_catalog.pg_available_extensions() x ON x.name = e.extname "
      "WHERE e.oid = d.objoid AND x.comment = d.description))",
      read};
  return {&query, 1};
}

ObjectId Comment::id() const {
  return {kind_name, target.schema, target.parent, target.name,
          std::string(target.kind) + (target.signature.empty() ? "" : " " + target.signature)};
}

// Every object is known by its kind and name too (schema.cpp).
std::vector<Slot> Comment::references() const {
  return {{target.kind, target.schema, target.parent, target.name}};
}

void Comment::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add(fmt::format("COMMENT ON {} IS {}", subject(target), sql::literal(text)));
}

void Comment::drop(sql::Script& script) const {
  script.add(fmt::format("COMMENT ON {} IS NULL", subject(target)));
}

Alteration Comment::alter(const Comment& now, const Hints& hints, sql::Script& script) const {
  now.create({}, hints, script);
  return Alteration::done();
}

void Comment::rename(const Renaming& renaming) {
  const Slot& from = renaming.from;
  if (from == Slot{space::schema, "", "", target.schema}) target.schema = renaming.to;
  if (from.schema != target.schema) return;
  const bool top_level = target.parent.empty();
  if (from.space == space::relation) {
    if (!top_level && target.parent == from.name) target.parent = renaming.to;
    const bool relation = target.kind == "table" || target.kind == "sequence" || target.kind == "index" ||
                          target.kind == "view" || target.kind == "materialized view";
    if (relation && target.name == from.name) target.name = renaming.to;
  } else if (from.space == space::type) {
    if (target.kind == "enum" && target.name == from.name) target.name = renaming.to;
  } else if (from.space == target.kind && from.scope == target.parent && from.name == target.name) {
    target.name = renaming.to;
  }
}

}  // namespace limbeck
