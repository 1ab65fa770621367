#include "kinds/sequence.hpp"

#include "kinds/expression.hpp"
#include "kinds/grant.hpp"
#include "kinds/scope.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

namespace limbeck {
namespace {

std::optional<OwningColumn> owner_from(const grammar::QualifiedName& written, const Text& text, const std::string& home,
                                       LoadScope& scope) {
  if (written.parts.empty()) return std::nullopt;
  if (written.parts.size() < 2) {
    scope.error(text, written.offset, "a sequence is owned by a column: owned by table.column");
    return std::nullopt;
  }
  grammar::QualifiedName table = written;
  table.parts.pop_back();
  return OwningColumn{resolve(table, space::relation, home, scope), written.parts.back()};
}

std::optional<ObjectId> load(const Field& entry, const Place& place, Hints& hints, LoadScope& scope) {
  const Field* definition = entry.type == Field::Type::table ? entry.find("definition") : &entry;
  Sequence loaded{{}, {place.schema, entry.key.value}, {}, std::nullopt, entry.flag("unlogged")};
  if (definition != nullptr) {
    const auto parsed = grammar::parse_sequence(definition->text.value);
    if (!parsed) {
      scope.error(definition->text, parsed.error());
      return std::nullopt;
    }
    loaded.options = options_from(*parsed, "bigint", definition->text, scope);
    if (parsed->owned_by) loaded.owner = owner_from(*parsed->owned_by, definition->text, place.schema, scope);
  }
  const ObjectId id = loaded.id();
  scope.add(std::move(loaded), entry.key, hints);
  return id;
}

void read(Row& row, CatalogScope& scope) {
  const Address address{"pg_class", row.oid(), 0};
  Sequence found;
  found.name = row.name();
  found.unlogged = row.text() == "u";
  const bool owned = !row.is_null();
  const std::uint32_t table = row.oid();
  const int column = row.number();
  found.options = options_from(row);
  if (owned) {
    const ObjectId* owner = scope.find({"pg_class", table, column});
    if (owner == nullptr) return;  // its table is not managed
    found.owner = OwningColumn{{owner->schema, owner->parent}, owner->name};
  }
  scope.add(address, std::move(found));
}

std::string owned_by(const OwningColumn& owner, const Namer& namer) {
  return namer(owner.table) + "." + sql::name(owner.column);
}

}  // namespace

std::string nextval(const QName& sequence) {
  return "nextval(" + sql::literal(sql::name(sequence)) + "::regclass)";
}

std::span<const Section> Sequence::sections() {
  static const Section section{
      .name = "sequence",
      .takes_definition = true,
      .declares = {space::relation},
      .keys = {{"unlogged", Field::Type::flag, "Not written to the WAL (PostgreSQL 15 and later)."}, grants_key},
      .load = load,
      .help = "A sequence: what stands after CREATE SEQUENCE name."};
  return {&section, 1};
}

std::span<const CatalogQuery> Sequence::queries() {
  static const std::string sql = fmt::format(
      "SELECT c.oid, n.nspname, c.relname, c.relpersistence, d.refobjid, d.refobjsubid, {} "
      "FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid "
      "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND "
      "d.objsubid = 0 "
      "AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i') "
      "WHERE n.nspname ~ $1 AND c.relpersistence <> 't' AND d.deptype IS DISTINCT FROM 'i' "
      "AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_class'::regclass "
      "AND e.objid = c.oid AND e.deptype = 'e')",
      sequence_option_columns);
  static const CatalogQuery query{sql, read, true};  // its owner is a column
  return {&query, 1};
}

ObjectId Sequence::id() const {
  return {kind_name, name.schema, "", name.name, ""};
}
std::vector<Slot> Sequence::slots() const {
  return {relation_slot(name)};
}

std::vector<Slot> Sequence::references() const {
  std::vector<Slot> out{{space::schema, "", "", name.schema}};
  if (owner) {
    out.push_back(relation_slot(owner->table));
    out.push_back(column_slot(owner->table, owner->column));
  }
  return out;
}

std::optional<ObjectId> Sequence::container() const {
  if (!owner) return std::nullopt;
  return ObjectId{"column", owner->table.schema, owner->table.name, owner->column, ""};
}

std::optional<ObjectId> Sequence::inline_parent() const {
  const bool usual = owner && !unlogged && options == SequenceOptions::defaults(options.type) &&
                     name == QName{owner->table.schema, sql::object_name(owner->table.name, owner->column, "seq")};
  return usual ? container() : std::nullopt;
}

void Sequence::create(const std::vector<Child>&, const Hints&, sql::Script& script) const {
  std::string text = fmt::format("CREATE {}SEQUENCE {}", unlogged ? "UNLOGGED " : "", sql::name(name));
  if (options.type != "bigint") text += " AS " + options.type;
  if (const std::string clause = options.clause(); !clause.empty()) text += " " + clause;
  if (owner) text += " OWNED BY " + owned_by(*owner, {});
  script.add(std::move(text));
  // A column that becomes serial keeps the values of its rows: the sequence goes on behind the greatest of them.
  if (inline_parent()) {
    script.add(fmt::format("SELECT pg_catalog.setval({}, max({})) FROM {} HAVING max({}) >= 1",
                           sql::literal(sql::name(name)), sql::name(owner->column), sql::name(owner->table),
                           sql::name(owner->column)));
  }
}

void Sequence::rename_to(const Sequence& now, sql::Script& script) const {
  script.add(fmt::format("ALTER SEQUENCE {} RENAME TO {}", sql::name(name), sql::name(now.name.name)));
}

void Sequence::drop(sql::Script& script) const {
  script.add("DROP SEQUENCE " + sql::name(name));
}

// The sequence of a column that becomes serial goes on behind the greatest value; nobody sets one back.
void Sequence::carry(const Sequence* was, const Sequence* now, const Carried& how, Refill& refill) {
  if (was != nullptr || now == nullptr || !how.is_own || !now->inline_parent()) return;
  const std::string column = sql::name(now->owner->column);
  refill.end.add(fmt::format(
      "SELECT pg_catalog.setval({}, max({})) FROM {} HAVING max({}) >= (SELECT last_value FROM {})",
      sql::literal(sql::name(now->name)), column, sql::name(now->owner->table), column, sql::name(now->name)));
}

void Sequence::hand_over(sql::Script& script) const {
  if (owner) script.add(fmt::format("ALTER SEQUENCE {} OWNED BY {}", sql::name(name), owned_by(*owner, {})));
}

Alteration Sequence::alter(const Sequence& now, const Hints&, sql::Script& script) const {
  const std::string prefix = "ALTER SEQUENCE " + sql::name(now.name);
  if (unlogged != now.unlogged) script.add(prefix + (now.unlogged ? " SET UNLOGGED" : " SET LOGGED"));
  std::string text;
  if (options.type != now.options.type) text += " AS " + now.options.type;
  const std::string changes = options.retyped(now.options.type).alteration(now.options, "");
  if (!changes.empty()) text += " " + changes;
  if (!text.empty()) script.add(prefix + text);
  if (owner != now.owner) script.add(prefix + " OWNED BY " + (now.owner ? owned_by(*now.owner, {}) : "NONE"));
  return Alteration::done();
}

void Sequence::rename(const Renaming& renaming) {
  rename_in(name, space::relation, renaming);
  if (owner) {
    rename_in(owner->column, owner->table, renaming);
    rename_in(owner->table, space::relation, renaming);
  }
}

std::optional<Written> Sequence::written(const std::vector<Child>&, const Namer& namer) const {
  std::string text;
  const auto add = [&](const std::string& clause) { text += (text.empty() ? "" : " ") + clause; };
  if (options.type != "bigint") add(namer.word("AS ") + options.type);
  if (const std::string clause = options.clause(); !clause.empty()) add(namer.word(clause));
  if (owner) add(namer.word("OWNED BY ") + owned_by(*owner, namer));
  Written out{"sequence", name.name, text, {}};
  if (unlogged) out.items.push_back({"unlogged", {"true"}, Written::Item::Form::flag});
  return out;
}

}  // namespace limbeck
