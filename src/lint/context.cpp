#include "lint/context.hpp"

#include <fmt/core.h>

#include <utility>

namespace limbeck::lint {

void Context::begin_section(bool transaction) {
  transaction_ = transaction;
  ++section_;
  locked_.clear();
  made_here_.clear();
  fresh_values_.clear();
  said_several_ = false;
  lock_timeout_ = false;
  search_path_ = search_path_after_;
}

void Context::report(const Rule& rule, std::size_t offset, std::string message) {
  reported_.push_back({&rule, offset, std::move(message)});
}

std::vector<Reported> Context::take_reported() {
  return std::exchange(reported_, {});
}

std::string Context::key(const Relation& relation) const {
  // Where search_path was set, a name without a schema is that of no table with one.
  std::string text = relation.parts.size() == 1 && search_path_ ? default_schema_ : std::string();
  for (const std::string& part : relation.parts) {
    if (!text.empty() || relation.parts.size() == 1) text += '\0';
    text += part;
  }
  return text;
}

bool Context::is_new(const Relation& relation) const {
  return made_.contains(key(relation));
}

bool Context::is_proven_not_null(const Relation& table, const std::string& column) const {
  const auto constraints = pending_.find(key(table));
  if (constraints == pending_.end()) return false;
  for (const auto& [name, each] : constraints->second) {
    if (each.validated && each.not_null_column == column) return true;
  }
  return false;
}

bool Context::was_added_here(const Relation& table, const std::string& constraint) const {
  const auto constraints = pending_.find(key(table));
  if (!transaction_ || constraints == pending_.end()) return false;
  const auto found = constraints->second.find(constraint);
  return found != constraints->second.end() && found->second.section == section_;
}

void Context::lock(const Relation& table, std::size_t offset) {
  if (table.empty() || is_new(table)) return;
  if (!transaction_) {
    if (!lock_timeout_) {
      report(rule::no_lock_timeout, offset,
             fmt::format("nothing limits how long the lock on {} is waited for", table.shown()));
    }
    return;
  }
  locked_.insert(key(table));
  if (locked_.size() < 2 || said_several_) return;
  said_several_ = true;
  report(rule::locks_several_tables, offset,
         fmt::format("this section has locked another table already when it locks {}", table.shown()));
}

void Context::apply(const Statement& statement) {
  if (const auto* create = std::get_if<CreateTable>(&statement.what)) {
    // With IF NOT EXISTS it may be there, with rows and clients.
    if (!create->if_not_exists && !create->table.empty()) {
      made_.insert(key(create->table));
      made_here_.insert(key(create->table));
    }
  } else if (const auto* type = std::get_if<CreateType>(&statement.what)) {
    made_.insert(key(type->type));
    made_here_.insert(key(type->type));
  } else if (const auto* value = std::get_if<AddEnumValue>(&statement.what)) {
    // Of a type that the same transaction has made values can be used at once.
    if (transaction_ && !made_here_.contains(key(value->type))) fresh_values_[value->value] = value->type.shown();
  } else if (const auto* drop = std::get_if<Drop>(&statement.what)) {
    for (const Relation& name : drop->names) made_.erase(key(name));
  } else if (const auto* alter = std::get_if<AlterTable>(&statement.what)) {
    apply(*alter);
  } else if (const auto* set = std::get_if<Set>(&statement.what)) {
    if (set->name == "lock_timeout") lock_timeout_ = set->value.find_first_of("123456789") != std::string::npos;
    if (set->name == "search_path") {
      search_path_ = false;
      if (!set->local) search_path_after_ = false;
    }
  }
}

void Context::apply(const AlterTable& alter) {
  for (const Action& action : alter.actions) {
    if (action.kind == Action::Kind::rename_table && is_new(alter.table)) {
      const bool here = made_here_.erase(key(alter.table)) > 0;
      made_.erase(key(alter.table));
      Relation renamed = alter.table;
      renamed.parts.back() = action.name;
      made_.insert(key(renamed));
      if (here) made_here_.insert(key(renamed));
    } else if (action.kind == Action::Kind::rename_table) {
      Relation renamed = alter.table;
      renamed.parts.back() = action.name;
      made_.erase(key(renamed));
    } else if (action.kind == Action::Kind::add_constraint && action.constraint.not_valid && !action.name.empty()) {
      pending_[key(alter.table)][action.name] = {action.constraint.not_null_column, section_, false};
    } else if (action.kind == Action::Kind::validate_constraint) {
      const auto found = pending_[key(alter.table)].find(action.name);
      if (found != pending_[key(alter.table)].end()) found->second.validated = true;
    } else if (action.kind == Action::Kind::drop_constraint) {
      pending_[key(alter.table)].erase(action.name);
    }
  }
}

}  // namespace limbeck::lint
