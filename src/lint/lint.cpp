#include "lint/lint.hpp"

#include "grammar/lex.hpp"
#include "grammar/split.hpp"
#include "history/statements.hpp"
#include "lint/checks.hpp"
#include "lint/comments.hpp"
#include "lint/context.hpp"
#include "lint/statement.hpp"
#include "model/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace limbeck::lint {
namespace {

bool holds(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// The objects whose loss the file's header allows, as `--allow` names them.
class Approvals {
 public:
  explicit Approvals(const std::vector<std::string>& allowed) : allowed_(allowed) {}

  // Of `object`, or of what it is a part of.
  [[nodiscard]] bool cover(const std::string& object) const {
    constexpr std::string_view loss = "DATA_LOSS:";
    return std::any_of(allowed_.begin(), allowed_.end(), [&](const std::string& each) {
      if (!each.starts_with(loss)) return false;
      const std::string_view name = std::string_view(each).substr(loss.size());
      return object == name || (object.starts_with(name) && object[name.size()] == '.');
    });
  }

  // Whether all that the statement loses is allowed.
  [[nodiscard]] bool cover(const Statement& statement) const {
    if (const auto* drop = std::get_if<Drop>(&statement.what)) {
      return !drop->cascade && !drop->names.empty() &&
             std::all_of(drop->names.begin(), drop->names.end(),
                         [&](const Relation& name) { return cover(name.shown()); });
    }
    if (const auto* alter = std::get_if<AlterTable>(&statement.what)) {
      return std::all_of(alter->actions.begin(), alter->actions.end(), [&](const Action& action) {
        return action.kind != Action::Kind::drop_column ||
               (!action.cascade && cover(alter->table.shown() + "." + action.name));
      });
    }
    return false;
  }

 private:
  const std::vector<std::string>& allowed_;
};

bool is_loss(const Rule& rule) {
  return &rule == &rule::drop_table || &rule == &rule::drop_column || &rule == &rule::drop_schema;
}

class Linter {
 public:
  Linter(const history::Revision& revision, const Options& options) : revision_(revision), options_(options) {}

  std::vector<Finding> run() {
    for (const history::Direction direction : {history::Direction::upgrade, history::Direction::downgrade}) {
      Context context(options_.default_schema);
      direction_ = direction;
      for (const history::Section& section : revision_.sections(direction)) look_at(section, context);
    }
    std::stable_sort(findings_.begin(), findings_.end(), [](const Finding& a, const Finding& b) {
      return a.diagnostic.where.begin < b.diagnostic.where.begin;
    });
    return std::move(findings_);
  }

 private:
  void look_at(const history::Section& section, Context& context) {
    context.begin_section(section.transaction);
    const auto tokens = grammar::tokenise(section.sql);
    const auto statements = grammar::split_statements(section.sql);
    if (!tokens || !statements) return;  // the reader of revisions refuses it
    const std::vector<Comment> comments = comments_of(section.sql, *tokens);
    std::size_t token = 0;
    auto comment = comments.begin();
    for (const grammar::StatementText& each : *statements) {
      while (token + 1 < tokens->size() && (*tokens)[token].offset < each.offset) ++token;
      std::vector<Allowance> allowances;
      for (; comment != comments.end() && comment->token_after <= token; ++comment) {
        if (!is_allowance(*comment)) continue;
        if (comment->token_after == token && comment->has_own_line) {
          take(section, *comment, allowances);
        } else {
          unused(section, comment->offset);
        }
      }
      look_at(section, each, allowances, context);
    }
    for (; comment != comments.end(); ++comment) {
      if (is_allowance(*comment)) unused(section, comment->offset);
    }
  }

  void look_at(const history::Section& section, const grammar::StatementText& each,
               const std::vector<Allowance>& allowances, Context& context) {
    const Statement statement = read_statement(each.text);
    check_transaction(statement, context);
    check_losses(statement, context);
    check_locks(statement, context);
    check_clients(statement, context);
    const bool approved = Approvals(revision_.allowed).cover(statement);
    std::vector<std::string_view> used;
    for (Reported& reported : context.take_reported()) {
      const Rule& rule = *reported.rule;
      if (std::any_of(allowances.begin(), allowances.end(),
                      [&](const Allowance& allowance) { return holds(allowance.rules, rule.id); })) {
        used.push_back(rule.id);
        continue;
      }
      if (approved && is_loss(rule)) continue;
      add(section, rule, each.offset + reported.offset, std::move(reported.message));
    }
    for (const Allowance& allowance : allowances) {
      for (const std::string& id : allowance.rules) {
        if (std::find(used.begin(), used.end(), id) == used.end()) {
          add(section, rule::allow_unused, allowance.offset, fmt::format("the statement below has no {}", id));
        }
      }
    }
    context.apply(statement);
  }

  void take(const history::Section& section, const Comment& comment, std::vector<Allowance>& allowances) {
    Allowance allowance = read_allowance(comment);
    for (const std::string& id : allowance.rules) {
      if (!allowance.mistake.empty() || find_rule(id) != nullptr) continue;
      const std::string near = nearest(id, ids());
      allowance.mistake = near.empty() ? fmt::format("there is no rule '{}'", id)
                                       : fmt::format("there is no rule '{}'; did you mean '{}'?", id, near);
    }
    if (allowance.mistake.empty()) {
      allowances.push_back(std::move(allowance));
    } else {
      add(section, rule::allow_malformed, comment.offset, allowance.mistake);
    }
  }

  void unused(const history::Section& section, std::size_t offset) {
    add(section, rule::allow_unused, offset, "this stands on no line of its own right above a statement");
  }

  static std::vector<std::string> ids() {
    std::vector<std::string> out;
    for (const Rule* rule : all_rules) out.emplace_back(rule->id);
    return out;
  }

  void add(const history::Section& section, const Rule& rule, std::size_t offset, std::string message) {
    const bool about_comment = &rule == &rule::allow_malformed || &rule == &rule::allow_unused;
    if (direction_ == history::Direction::downgrade && !rule.stops_run && !about_comment) return;
    if (holds(options_.ignored, rule.id)) return;
    Severity severity = rule.severity;
    if (holds(options_.errors, rule.id)) {
      severity = Severity::error;
    } else if (holds(options_.warnings, rule.id)) {
      severity = Severity::warning;
    }
    const SourcePosition where = history::position_at(section.sql, offset, {section.first_line, 1});
    findings_.push_back({&rule,
                         {severity,
                          std::move(message),
                          {revision_.path, where},
                          std::string(history::line_at(section.sql, offset)),
                          std::string(rule.hint)}});
  }

  const history::Revision& revision_;
  const Options& options_;
  history::Direction direction_ = history::Direction::upgrade;
  std::vector<Finding> findings_;
};

}  // namespace

const Rule* find_rule(std::string_view id) {
  const auto* const found =
      std::find_if(all_rules.begin(), all_rules.end(), [&](const Rule* rule) { return rule->id == id; });
  return found == all_rules.end() ? nullptr : *found;
}

void require_known_rules(const Options& options) {
  std::vector<std::string> known;
  for (const Rule* rule : all_rules) known.emplace_back(rule->id);
  for (const auto* list : {&options.ignored, &options.errors, &options.warnings}) {
    for (const std::string& id : *list) {
      if (find_rule(id) != nullptr) continue;
      const std::string near = nearest(id, known);
      throw Error(fmt::format("[lint] names a rule '{}', which is none", id), ExitStatus::usage)
          .with_hint(near.empty() ? "`limbeck lint --rules` lists them" : fmt::format("did you mean '{}'?", near));
    }
  }
}

std::vector<Finding> lint(const history::Revision& revision, const Options& options) {
  return Linter(revision, options).run();
}

}  // namespace limbeck::lint
