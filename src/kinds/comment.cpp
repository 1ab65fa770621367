#include "kinds/comment.hpp"

#include "kinds/extension.hpp"
#include "kinds/grantable.hpp"
#include "kinds/heir_column.hpp"
#include "kinds/namespace.hpp"
#include "kinds/scope.hpp"
#include "kinds/table.hpp"
#include "kinds/target.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace limbeck {
namespace {

void read(Row& row, CatalogScope& scope) {
  const std::string_view catalog = row.text();
  const std::uint32_t oid = row.oid();
  const Address address{catalog, oid, row.number()};
  std::string text = row.string();
  const std::string_view kind = row.text();
  // No model declares that schema.
  static const ObjectId public_schema{Namespace::kind_name, "", "", "public", ""};
  const ObjectId* target = kind == Namespace::kind_name ? &public_schema : scope.find(address);
  const bool of_base = target != nullptr && scope.is_inherited(address);
  if (target == nullptr || (of_base && target->kind != Column::kind_name)) return;
  Comment found{{}, *target, std::move(text)};
  if (of_base) found.target.kind = HeirColumn::kind_name;
  if (kind == key_index) found.target.kind = key_index;
  if (kind == foreign_table) found.target.kind = foreign_table;
  scope.add({"pg_description", 0, 0}, std::move(found));
}

// Of the schema public of every new database.
const std::string standard_comment = "standard public schema";

// Where COMMENT ON has another word than the kind's own name.
std::string word_of(std::string_view kind) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> words{{
      {"enum", "TYPE"},
      {"composite", "TYPE"},
      {"range", "TYPE"},
      {"function", "ROUTINE"},  // a procedure, too
      {"attribute", "COLUMN"},
      {HeirColumn::kind_name, "COLUMN"},
      {"view column", "COLUMN"},
      {"domain constraint", "CONSTRAINT"},
  }};
  const auto* const found =
      std::find_if(words.begin(), words.end(), [&](const auto& each) { return each.first == kind; });
  std::string word(found == words.end() ? kind : found->second);
  for (char& c : word) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return word;
}

// What COMMENT ON says: "TABLE public.t", "CONSTRAINT c ON public.t".
std::string subject(const ObjectId& target) {
  const QName own{target.schema, target.name};
  const QName parent{target.schema, target.parent};
  const std::string word = word_of(target.kind);
  if (target.kind == key_index) return "INDEX " + sql::name(own);
  if (word == "COLUMN") return fmt::format("{} {}.{}", word, sql::name(parent), sql::name(target.name));
  if (target.kind == "index" || target.parent.empty()) {
    return fmt::format("{} {}", word, target_name(target));
  }
  return fmt::format("{} {} ON {}{}", word, sql::name(target.name), target.kind == "domain constraint" ? "DOMAIN " : "",
                     sql::name(parent));
}

}  // namespace

std::span<const CatalogQuery> Comment::queries() {
  static const CatalogQuery query{
      "SELECT k.relname, d.objoid, d.objsubid, d.description, "
      "CASE WHEN f.ftrelid IS NOT NULL AND d.objsubid = 0 THEN 'foreign table' END FROM pg_catalog.pg_description d "
      "JOIN pg_catalog.pg_class k ON k.oid = d.classoid "
      "LEFT JOIN pg_catalog.pg_foreign_table f ON f.ftrelid = d.objoid AND k.relname = 'pg_class' WHERE d.objoid >= "
      "16384 AND $1::text IS NOT NULL "
      "AND k.relname <> 'pg_extension' "
      // The comment that CREATE EXTENSION or CREATE DATABASE brings along is nobody's choice; that it is gone is.
      "UNION ALL SELECT 'pg_extension', e.oid, 0, coalesce(d.description, ''), NULL FROM pg_catalog.pg_extension e "
      "LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_extension'::regclass AND d.objoid = e.oid "
      "WHERE e.oid >= 16384 AND d.description IS DISTINCT FROM "
      "(SELECT x.comment FROM pg_catalog.pg_available_extensions() x WHERE x.name = e.extname) "
      "UNION ALL SELECT 'pg_namespace', n.oid, 0, coalesce(d.description, ''), 'schema' FROM pg_catalog.pg_namespace n "
      "LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_namespace'::regclass AND d.objoid = n.oid "
      "WHERE n.nspname = 'public' AND 'public' ~ $1 AND d.description IS DISTINCT FROM 'standard public schema' "
      // The index below a constraint is known by the constraint.
      "UNION ALL SELECT 'pg_constraint', o.oid, 0, d.description, 'key index' FROM pg_catalog.pg_description d "
      "JOIN pg_catalog.pg_constraint o ON o.conindid = d.objoid AND o.contype IN ('p', 'u', 'x') "
      "WHERE d.classoid = 'pg_catalog.pg_class'::regclass",
      read, true};
  return {&query, 1};
}

ObjectId Comment::id() const {
  return {kind_name, target.schema, target.parent, target.name,
          std::string(target.kind) + (target.signature.empty() ? "" : " " + target.signature)};
}

// Every object is known by its kind and name too (schema.cpp).
std::vector<Slot> Comment::references() const {
  const ObjectId owner = commented_object(target);
  return {{owner.kind, owner.schema, owner.parent, owner.name}};
}

ObjectId commented_object(const ObjectId& target) {
  ObjectId object = target;
  if (object.kind == key_index) object.kind = "constraint";
  if (object.kind == foreign_table) object.kind = "table";
  return object;
}

std::optional<ObjectId> Comment::container() const {
  // The column goes with the table, or with the base's.
  if (target.kind == HeirColumn::kind_name) return ObjectId{Table::kind_name, target.schema, "", target.parent, ""};
  return commented_object(target);
}

bool says_something(const ObjectId& target, const std::string& text) {
  if (is_public_schema(target)) return text != standard_comment;
  return !text.empty() || target.kind == Extension::kind_name;
}

void Comment::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  script.add(fmt::format("COMMENT ON {} IS {}", subject(target), text.empty() ? "NULL" : sql::literal(text)));
}

void Comment::drop(sql::Script& script) const {
  if (target.kind == Extension::kind_name) {
    // No comment of the user's: the one that CREATE EXTENSION brings along.
    script.add("DO " + sql::dollar_quoted(fmt::format(
                           "BEGIN EXECUTE pg_catalog.format('COMMENT ON EXTENSION %I IS %L', {0}, (SELECT x.comment "
                           "FROM pg_catalog.pg_available_extensions() x WHERE x.name = {0})); END",
                           sql::literal(target.name))));
    return;
  }
  const std::string back = is_public_schema(target) ? sql::literal(standard_comment) : "NULL";
  script.add(fmt::format("COMMENT ON {} IS {}", subject(target), back));
}

Alteration Comment::alter(const Comment& now, const Hints& hints, sql::Script& script) const {
  now.create({}, hints, script);
  return Alteration::done();
}

void Comment::rename(const Renaming& renaming) {
  rename_target(target, renaming);
}

std::optional<Attachment> Comment::attachment(const Namer&) const {
  return Attachment{commented_object(target), {target.kind == key_index ? "index_comment" : "comment", {text}}};
}

}  // namespace limbeck
