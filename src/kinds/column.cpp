// A column's SQL. Its model syntax and catalog queries are in column_source.cpp.

#include "kinds/column.hpp"

#include "kinds/column_options.hpp"
#include "kinds/conversion.hpp"
#include "kinds/expression.hpp"
#include "kinds/sequence.hpp"
#include "sql/quote.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace limbeck {
namespace {

// Whether a child gives the column values.
bool is_value(const Child& child) {
  return child.kind != ColumnOptions::kind_name;
}

std::string identity_clause(const Identity& identity, const Column& column, bool with_name) {
  std::string options = identity.options.clause();
  if (with_name) {
    options = "SEQUENCE NAME " + sql::name(QName{column.table.schema, identity.sequence}) +
              (options.empty() ? "" : " " + options);
  }
  return fmt::format("GENERATED {} AS IDENTITY{}", identity.always ? "ALWAYS" : "BY DEFAULT",
                     options.empty() ? "" : " (" + options + ")");
}

bool has_usual_sequence_name(const Column& column) {
  return column.identity->sequence == sql::object_name(column.table.name, column.name, "seq");
}

// ALTER COLUMN ... TYPE takes both from the type.
void append_storage(const Column& column, sql::Script& script) {
  const std::string prefix =
      fmt::format("ALTER TABLE {} ALTER COLUMN {} SET ", sql::name(column.table), sql::name(column.name));
  if (!column.storage.empty()) script.add(prefix + "STORAGE " + column.storage);
  if (!column.compression.empty()) script.add(prefix + "COMPRESSION " + column.compression);
}

Effect effect_of_type_change(const Column& was, const Column& now) {
  const bool same_type = was.type.base() == now.type.base() && was.type.is_array() == now.type.is_array();
  if (was.collation != now.collation || !same_type) return Effect::retyped;
  return was.type == now.type ? Effect::none : Effect::resized;
}

// Rows keep their values when a column gets an identity: its sequence goes on behind the greatest of them.
std::string advance_sequence(const Column& column) {
  const std::string name = sql::name(column.name);
  return fmt::format(
      "SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence({}, {}), max({})) FROM {} HAVING max({}) >= {}",
      sql::literal(sql::name(column.table)), sql::literal(column.name), name, sql::name(column.table), name,
      column.identity->options.start);
}

// ONLY: the statement would reach heirs, a new heir would not get it, and nobody could tell the two apart.
void set_statistics(const Column& now, sql::Script& script) {
  script.add(fmt::format("ALTER TABLE ONLY {} ALTER COLUMN {} SET STATISTICS {}", sql::name(now.table),
                         sql::name(now.name), now.statistics.value_or(-1)));
}

// The plan of the way back knows the types, not what the model's USING did.
sql::Hazard only_one_way(const Column& now) {
  return {sql::hazard::irreversible,
          fmt::format("USING changes the values of {}; the downgrade restores its type, not what they were", now.name)};
}

void alter_identity(const Column& was, const Column& now, const std::string& prefix, sql::Script& script) {
  if (!was.identity && now.identity) {
    script.add(prefix + " ADD " + identity_clause(*now.identity, now, !has_usual_sequence_name(now)));
    if (now.identity->options.increment > 0 && !now.rows.elsewhere) script.add(advance_sequence(now));
  } else if (was.identity && now.identity) {
    std::string text;
    if (was.identity->always != now.identity->always) {
      text += fmt::format(" SET GENERATED {}", now.identity->always ? "ALWAYS" : "BY DEFAULT");
    }
    const std::string options =
        was.identity->options.retyped(now.identity->options.type).alteration(now.identity->options, "SET ");
    if (!options.empty()) text += " " + options;
    if (!text.empty()) script.add(prefix + text);
    if (was.identity->sequence != now.identity->sequence) {
      script.add(fmt::format("ALTER SEQUENCE {} RENAME TO {}",
                             sql::name(QName{now.table.schema, was.identity->sequence}),
                             sql::name(now.identity->sequence)));
    }
  }
}

}  // namespace

std::string usual_storage(const Type& type) {
  const std::string base = type.base();
  const bool main = !type.is_array() && (base == "numeric" || base == "inet" || base == "cidr");
  return main ? "MAIN" : "EXTENDED";
}

void set_not_null(const Column& now, const Hints& hints, sql::Script& script) {
  if (!hints.backfill.empty()) {
    script.add(fmt::format("UPDATE {} SET {} = {} WHERE {} IS NULL", sql::name(now.table), sql::name(now.name),
                           hints.backfill, sql::name(now.name)));
    // Rows of a table with deferred constraints wait to be checked, and ALTER TABLE does not wait for them.
    script.add("SET CONSTRAINTS ALL IMMEDIATE");
  }
  sql::Statement& statement =
      script.add(fmt::format("ALTER TABLE {} ALTER COLUMN {} SET NOT NULL", sql::name(now.table), sql::name(now.name)));
  if (now.rows.elsewhere) return;
  statement.hazards.push_back(
      {sql::hazard::may_fail, fmt::format("fails if a row of {} has no {}",
                                          display_name({"", now.table.schema, "", now.table.name, ""}), now.name)});
}

ObjectId Column::id() const {
  return {kind_name, table.schema, table.name, name, ""};
}
std::vector<Slot> Column::slots() const {
  std::vector<Slot> out{column_slot(table, name)};
  if (identity) out.push_back(relation_slot({table.schema, identity->sequence}));
  return out;
}

std::vector<Slot> Column::references() const {
  std::vector<Slot> out{relation_slot(table)};
  if (const auto own_type = type.reference()) out.push_back(*own_type);
  append_collation(collation, out);
  if (generated) append_references(generated->expression, table, out);
  return out;
}

std::optional<ObjectId> Column::container() const {
  return ObjectId{"table", table.schema, "", table.name, ""};
}

std::string Column::inline_text(const std::vector<Child>& children) const {
  std::string text = sql::name(name) + " ";
  const auto is_sequence = [](const Child& child) { return child.kind == "sequence"; };
  const bool serial = std::any_of(children.begin(), children.end(), is_sequence);
  if (serial) {
    text += type.text == "integer" ? "serial" : type.text == "bigint" ? "bigserial" : "smallserial";
  } else {
    text += type.text;
  }
  if (!compression.empty()) text += " COMPRESSION " + compression;
  for (const Child& child : children) {
    if (child.kind == ColumnOptions::kind_name) text += " " + child.text;
  }
  if (!collation.empty()) text += " COLLATE " + collation;
  for (const Child& child : children) {
    if (child.kind == "default" && !serial) text += " " + child.text;
  }
  if (generated)
    text +=
        fmt::format(" GENERATED ALWAYS AS ({}) {}", generated->expression, generated->stored ? "STORED" : "VIRTUAL");
  if (identity) text += " " + identity_clause(*identity, *this, !has_usual_sequence_name(*this));
  if (not_null) text += " NOT NULL";
  return text;
}

// A sequence among the children makes it a serial, which must then be just that.
bool Column::adopts(const std::vector<Child>& children) const {
  const auto sequence =
      std::find_if(children.begin(), children.end(), [](const Child& child) { return child.kind == "sequence"; });
  if (sequence == children.end()) return true;
  const QName name_of_serial{table.schema, sql::object_name(table.name, name, "seq")};
  const auto is_of_serial = [&](const Child& child) {
    return child.kind == "sequence" || child.kind == ColumnOptions::kind_name ||
           child.text == "DEFAULT " + nextval(name_of_serial);
  };
  return not_null && sequence->text == type.text && std::count_if(children.begin(), children.end(), is_value) == 2 &&
         std::all_of(children.begin(), children.end(), is_of_serial);
}

void Column::create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const {
  const std::string prefix = "ALTER TABLE " + sql::name(table);
  const bool has_values = std::any_of(children.begin(), children.end(), is_value) || identity || generated;
  if (!moved.fills.empty()) {
    Column nullable = *this;
    nullable.not_null = false;
    script.add(prefix + " ADD COLUMN " + nullable.inline_text(children));
    for (const std::string& fill : moved.fills) script.add(fill);
    script.add("SET CONSTRAINTS ALL IMMEDIATE");  // as in set_not_null
    if (not_null) set_not_null(*this, hints, script);
    return;
  }
  if (hints.backfill.empty() || generated) {
    sql::Statement& statement = script.add(prefix + " ADD COLUMN " + inline_text(children));
    if (not_null && !has_values && !rows.elsewhere) {
      statement.hazards.push_back(
          {sql::hazard::may_fail,
           fmt::format("fails if {} has rows: the column has neither a default nor a backfill", table.name)});
    }
    return;
  }
  Column nullable = *this;
  nullable.not_null = not_null && has_values;
  script.add(prefix + " ADD COLUMN " + nullable.inline_text(children));
  if (nullable.not_null || !not_null) {
    script.add(fmt::format("UPDATE {} SET {} = {}", sql::name(table), sql::name(name), hints.backfill));
    script.add("SET CONSTRAINTS ALL IMMEDIATE");  // as in set_not_null: a later ALTER TABLE does not wait for them
  } else {
    set_not_null(*this, hints, script);
  }
}

void Column::finish(sql::Script& script) const {
  const std::string prefix = fmt::format("ALTER TABLE {} ALTER COLUMN {}", sql::name(table), sql::name(name));
  if (!storage.empty()) script.add(prefix + " SET STORAGE " + storage);
  if (statistics) set_statistics(*this, script);
  if (!parameters.empty()) script.add(prefix + " SET " + parameter_list(parameters));
}

void Column::rename_to(const Column& now, sql::Script& script) const {
  if (rows.of_type && now.rows.of_type) return;  // with the attribute
  script.add(
      fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {}", sql::name(now.table), sql::name(name), sql::name(now.name)));
}

// Values that are computed are not lost: whoever adds the column again computes them again.
void Column::drop(sql::Script& script) const {
  const sql::Hazard loss{sql::hazard::data_loss, "drops the column with its values"};
  for (const auto& [from, alone] : moved.drops) {
    sql::Statement& statement = script.add(
        fmt::format("ALTER TABLE {}{} DROP COLUMN {}", alone ? "ONLY " : "", sql::name(from), sql::name(name)));
    if (!rows.elsewhere && !generated) statement.hazards.push_back(loss);
  }
  if (!moved.drops.empty()) return;
  sql::Statement& statement =
      script.add(fmt::format("ALTER TABLE {} DROP COLUMN {}", sql::name(table), sql::name(name)));
  if (!rows.elsewhere && !moved.is_copied && !generated) statement.hazards.push_back(loss);
}

Alteration Column::alter(const Column& now, const Hints& hints, sql::Script& script) const {
  // A generation expression can be dropped in place, but neither set nor changed (before PostgreSQL 17).
  if (now.generated &&
      (!generated || *generated != *now.generated || effect_of_type_change(*this, now) != Effect::none)) {
    return Alteration::replace();
  }
  const Effect effect = effect_of_type_change(*this, now);
  // No value would stay: new ones come from the default or the backfill, as in a column that is added.
  if (effect == Effect::retyped && hints.using_expression.empty() && !now.rows.elsewhere &&
      !is_convertible(type, now.type)) {
    return Alteration::replace();
  }
  const std::string prefix = fmt::format("ALTER TABLE {} ALTER COLUMN {}", sql::name(now.table), sql::name(now.name));
  if (generated && !now.generated) script.add(prefix + " DROP EXPRESSION");
  if (identity && !now.identity) script.add(prefix + " DROP IDENTITY");  // only integers may have one
  if (not_null && !now.not_null && !now.identity && !identity) script.add(prefix + " DROP NOT NULL");
  // The options must fit into the smaller of the two types, which the sequence gets with its column.
  Column before = *this;
  if (identity && now.identity && !widens(type, now.type)) {
    before.identity->options = now.identity->options;
    const std::string options = identity->options.alteration(now.identity->options, "SET ");
    if (!options.empty()) script.add(prefix + " " + options);
  }
  if (effect != Effect::none) {
    // Of a column that comes from a base it changes there.
    std::string text =
        fmt::format("ALTER TABLE {} ALTER COLUMN {} TYPE {}",
                    sql::name(moved.above.name.empty() ? now.table : moved.above), sql::name(now.name), now.type.text);
    if (!now.collation.empty()) text += " COLLATE " + now.collation;
    const std::string values = now.rows.elsewhere               ? ""
                               : hints.using_expression.empty() ? conversion(sql::name(now.name), type, now.type)
                                                                : hints.using_expression;
    if (!values.empty()) text += " USING " + values;
    sql::Statement& statement = script.add(std::move(text));
    if (!now.rows.elsewhere) statement.hazards = conversion_hazards(now.name, type, now.type);
    if (!values.empty() && values == hints.using_expression) statement.hazards.push_back(only_one_way(now));
  }
  if (!not_null && now.not_null) set_not_null(now, hints, script);
  alter_identity(before, now, prefix, script);
  if (not_null && !now.not_null && (now.identity || identity)) script.add(prefix + " DROP NOT NULL");
  if (effect != Effect::none) {
    append_storage(now, script);
  } else {
    if (storage != now.storage)
      script.add(prefix + " SET STORAGE " + (now.storage.empty() ? usual_storage(now.type) : now.storage));
    if (compression != now.compression)
      script.add(prefix + " SET COMPRESSION " + (now.compression.empty() ? "default" : now.compression));
  }
  if (statistics != now.statistics) set_statistics(now, script);
  alter_parameters(prefix, parameters, now.parameters, script);
  return Alteration::done(effect);
}

Reaction Column::react(Effect effect) const {
  if (effect == Effect::refilled || (generated && effect != Effect::none)) return Reaction::rebuild;
  return effect == Effect::rebuilt ? Reaction::convert : Reaction::keep;
}

std::string Column::refusal_of(const TypeSwap& swap) const {
  return swap.refusal.empty() && type.is_array() ? swap.only_alone : swap.refusal;
}

void Column::convert(const TypeSwap& swap, const Hints&, sql::Script& locks, sql::Script& checks,
                     sql::Script& script) const {
  const std::string column = sql::name(name);
  if (rows.elsewhere) {
    script.add(fmt::format("ALTER TABLE {} ALTER COLUMN {} TYPE {}{}", sql::name(table), column, type.text,
                           collation.empty() ? "" : " COLLATE " + collation));
    return;
  }
  const sql::Hazard rewrite{sql::hazard::rewrite,
                            fmt::format("rewrites {} under an ACCESS EXCLUSIVE lock", table.name)};
  const bool is_collation = collation == sql::name(swap.type) && !uses(type, swap);
  if (is_collation) {
    script.add(fmt::format("ALTER TABLE {} ALTER COLUMN {} TYPE {} COLLATE {}", sql::name(table), column, type.text,
                           collation),
               {sql::hazard::rewrite, fmt::format("rebuilds the indexes on {} of {}", name, table.name)});
    append_storage(*this, script);
    return;
  }
  locks.add(fmt::format("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", sql::name(table)));
  if (swap.holds_removed) {
    std::vector<std::string> removed;
    for (const std::string& value : swap.removed) removed.push_back(sql::literal(value));
    const std::string where = display_name({"", table.schema, table.name, name, ""});
    checks.add("DO " + sql::dollar_quoted(fmt::format(
                           "BEGIN\n  IF EXISTS (SELECT FROM {} WHERE {}) THEN\n    RAISE EXCEPTION USING\n      "
                           "MESSAGE = {},\n      HINT = {};\n"
                           "  END IF;\nEND",
                           sql::name(table), swap.holds_removed(column, type.is_array()),
                           sql::literal(fmt::format("rows of {} hold a value that is removed from {}", where,
                                                    display_name({"", swap.type.schema, "", swap.type.name, ""}))),
                           sql::literal("Change those rows first, or map the value in the model."))),
               {sql::hazard::may_fail, fmt::format("fails if a row of {} holds {}", where, sql::join(removed))});
  }
  const std::string value = swap.conversion
                                ? swap.conversion(column, type.is_array())
                                : fmt::format("{}::text{}::{}", column, type.is_array() ? "[]" : "", type.text);
  const std::string collate = collation.empty() ? "" : " COLLATE " + collation;
  sql::Statement& statement = script.add(fmt::format("ALTER TABLE {} ALTER COLUMN {} TYPE {}{} USING {}",
                                                     sql::name(table), column, type.text, collate, value),
                                         rewrite);
  statement.hazards.insert(statement.hazards.end(), swap.hazards.begin(), swap.hazards.end());
  append_storage(*this, script);
}

void Column::carry(const Column* was, const Column* now, const Carried& how, Refill& refill) {
  const bool had_sequence = was != nullptr && how.was_own && was->identity;
  const bool has_sequence = now != nullptr && how.is_own && now->identity;
  const auto sequence = [](const Column& of) { return QName{of.table.schema, of.identity->sequence}; };
  const QName waiting =
      had_sequence ? QName{was->table.schema, sql::object_name(was->identity->sequence, "", "_old")} : QName{};
  if (had_sequence) {
    refill.begin.add(fmt::format("ALTER SEQUENCE {} RENAME TO {}", sql::name(sequence(*was)), sql::name(waiting.name)));
  }
  if (had_sequence && has_sequence) {
    refill.end.add(fmt::format("SELECT pg_catalog.setval({}, last_value, is_called) FROM {}",
                               sql::literal(sql::name(sequence(*now))), sql::name(waiting)));
  } else if (has_sequence && now->identity->options.increment > 0) {
    refill.end.add(advance_sequence(*now));
  }
  if (now == nullptr) {
    if (!was->generated)
      refill.hazards.push_back({sql::hazard::data_loss, fmt::format("drops column {} with its values", was->name)});
    return;
  }
  if (now->generated || (was == nullptr && how.hints.backfill.empty())) return;
  std::string value = how.hints.backfill;
  if (was != nullptr) {
    value = sql::name(now->name);
    if (!how.hints.using_expression.empty()) {
      value = how.hints.using_expression;
      refill.hazards.push_back(only_one_way(*now));
    } else if (how.through_text) {
      value += now->type.is_array() ? "::text[]::" + now->type.text : "::text::" + now->type.text;
    } else if (const std::string converted = conversion(value, was->type, now->type); !converted.empty()) {
      value = converted;
    }
    for (sql::Hazard& each : conversion_hazards(now->name, was->type, now->type)) {
      refill.hazards.push_back(std::move(each));
    }
    if (!was->not_null && now->not_null) {
      if (!how.hints.backfill.empty()) value = fmt::format("coalesce({}, {})", value, how.hints.backfill);
      refill.hazards.push_back(
          {sql::hazard::may_fail, fmt::format("fails if a row of {} has no {}", now->table.name, now->name)});
    }
  }
  refill.columns.push_back(now->name);
  refill.values.push_back(std::move(value));
  refill.overriding = refill.overriding || (has_sequence && now->identity->always);
}

void Column::rename(const Renaming& renaming) {
  rename_in(name, table, renaming);
  if (generated) rename_in_expression(generated->expression, table, renaming);
  rename_in(table, space::relation, renaming);
  type.rename(renaming);
  rename_collation(collation, renaming);
}

void Column::expressions(const ExpressionSink& sink) {
  if (generated) sink({&generated->expression, ExpressionUse::Shape::condition, table, type.text});
}

}  // namespace limbeck
