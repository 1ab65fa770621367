#include "lint/statement.hpp"

#include "lint/table_statement.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace limbeck::lint {
namespace {

using grammar::Token;
using grammar::TokenKind;

bool is_word(const Token& token, std::string_view word) {
  return token.kind == TokenKind::word && token.value == word;
}

// `(full, verbose false)` behind VACUUM, REINDEX and others: whether `word` is among them and not switched off.
bool option(Reader in, std::string_view word) {
  bool on = false;
  if (!in.accept("(")) return false;
  while (!in.at_end() && !in.at(")")) {
    if (in.accept(word)) on = !(in.at("false") || in.at("off") || in.at("0"));
    in.skip_to(",");
    if (!in.accept(",")) break;
  }
  return on;
}

void read_create(Reader& in, std::string_view sql, Statement& statement) {
  in.accept("or", "replace");
  const bool unique = in.accept("unique");
  if (in.accept("index")) {
    CreateIndex index;
    index.unique = unique;
    index.concurrently = in.accept("concurrently");
    in.accept("if", "not", "exists");
    if (!in.at("on")) index.name = in.take_relation().shown();
    if (!in.accept("on")) return;
    index.only = in.accept("only");
    index.table = in.take_relation();
    statement.what = std::move(index);
    return;
  }
  while (in.accept("global") || in.accept("local") || in.accept("temporary") || in.accept("temp") ||
         in.accept("unlogged") || in.accept("foreign")) {
  }
  if (in.accept("table")) {
    statement.what = read_create_table(in, sql);
  } else if (in.accept("materialized", "view")) {  // new, and filled by this very statement
    CreateTable made;
    made.if_not_exists = in.accept("if", "not", "exists");
    made.table = in.take_relation();
    statement.what = std::move(made);
  } else if (in.accept("type") || in.accept("domain")) {
    statement.what = CreateType{in.take_relation()};
  } else if (in.accept("trigger") || in.accept("constraint", "trigger")) {
    in.take_name();
    // The events may be columns: `update of "on"` is quoted.
    in.skip_to("on");
    if (in.accept("on")) statement.what = Trigger{in.take_relation()};
  }
}

void read_alter(Reader& in, std::string_view sql, Statement& statement) {
  if (in.accept("foreign", "table")) {  // whose rows are elsewhere
    statement.what = read_alter_table(in, sql, "foreign table");
  } else if (in.accept("table")) {
    statement.what = read_alter_table(in, sql, "table");
  } else if (in.accept("materialized", "view")) {
    statement.what = read_alter_table(in, sql, "materialized view");
  } else if (in.accept("view")) {
    statement.what = read_alter_table(in, sql, "view");
  } else if (in.accept("index")) {
    statement.what = read_alter_table(in, sql, "index");
  } else if (in.accept("type")) {
    const std::size_t begin = in.position();
    Relation type = in.take_relation();
    if (in.accept("add", "value")) {
      in.accept("if", "not", "exists");
      statement.what = AddEnumValue{std::move(type), in.peek().kind == TokenKind::string ? in.peek().value : ""};
    } else {
      in.go_to(begin);
      statement.what = read_alter_table(in, sql, "type");
    }
  } else if (in.accept("domain")) {
    AlterDomain domain;
    domain.domain = in.take_relation();
    const bool adds = in.at("add");
    const bool not_null = in.at("set", "not", "null");
    bool not_valid = false;
    for (; !in.at_end(); in.skip()) not_valid = not_valid || in.at("not", "valid");
    domain.validates = not_null || (adds && !not_valid);
    statement.what = std::move(domain);
  }
}

void read_drop(Reader& in, Statement& statement) {
  Drop drop;
  if (in.accept("materialized", "view")) {
    drop.kind = "materialized view";
  } else if (in.accept("foreign", "table")) {
    drop.kind = "foreign table";
  } else if (in.accept("owned")) {
    drop.kind = "owned";
    in.accept("by");
  } else {
    drop.kind = in.peek().kind == TokenKind::word ? in.take().value : "";
  }
  drop.concurrently = in.accept("concurrently");
  in.accept("if", "exists");
  drop.names = in.take_relations();
  for (; !in.at_end(); in.skip()) drop.cascade = drop.cascade || in.at("cascade");
  statement.what = std::move(drop);
}

void read_set(Reader& in, Statement& statement) {
  Set set;
  set.local = in.accept("local");
  if (!set.local && in.at("session") && !in.at("session", "authorization")) in.accept("session");
  if (in.at("transaction") || in.at("constraints") || in.at("characteristics")) return;
  if (in.accept("schema")) {
    set.name = "search_path";
  } else {
    set.name = in.take_relation().shown();
    if (!in.accept("to")) in.accept("=");
  }
  set.value = in.peek().value;
  statement.what = std::move(set);
}

void read_rest(Reader& in, Statement& statement) {
  if (in.accept("reindex")) {
    Reindex reindex;
    reindex.concurrently = option(in, "concurrently");
    if (in.at("(")) in.skip();
    reindex.kind = in.peek().kind == TokenKind::word ? in.take().value : "";
    reindex.concurrently = in.accept("concurrently") || reindex.concurrently;
    reindex.name = in.take_relation();
    statement.what = std::move(reindex);
  } else if (in.accept("truncate")) {
    Truncate truncate;
    in.accept("table");
    truncate.tables = in.take_relations();
    for (; !in.at_end(); in.skip()) truncate.cascade = truncate.cascade || in.at("cascade");
    statement.what = std::move(truncate);
  } else if (in.accept("lock")) {
    in.accept("table");
    statement.what = LockTable{in.take_relations()};
  } else if (in.accept("refresh", "materialized", "view")) {
    Refresh refresh;
    refresh.concurrently = in.accept("concurrently");
    refresh.view = in.take_relation();
    statement.what = std::move(refresh);
  } else if (in.accept("set")) {
    read_set(in, statement);
  } else if (in.accept("cluster")) {
    if (in.at("(")) in.skip();
    in.accept("verbose");
    statement.what = Cluster{in.take_relation()};
  } else if (in.accept("vacuum")) {
    statement.what = Vacuum{option(in, "full") || in.at("full")};
  }
}

bool opens(const Token& token) {
  return token.kind == TokenKind::symbol && token.value == "(";
}

bool closes(const Token& token) {
  return token.kind == TokenKind::symbol && token.value == ")";
}

// WHERE, outside of parentheses, before the statement that begins at `from` ends. WHERE TRUE is none.
bool has_where(const std::vector<Token>& tokens, std::size_t from) {
  int depth = 0;
  for (std::size_t at = from; at < tokens.size(); ++at) {
    if (opens(tokens[at])) ++depth;
    if (closes(tokens[at]) && --depth < 0) return false;
    if (depth > 0 || !is_word(tokens[at], "where")) continue;
    const bool all =
        at + 2 < tokens.size() && is_word(tokens[at + 1], "true") &&
        (tokens[at + 2].kind == TokenKind::end || closes(tokens[at + 2]) || is_word(tokens[at + 2], "returning"));
    return !all;
  }
  return false;
}

std::vector<Write> writes_of(const std::vector<Token>& tokens) {
  constexpr std::array<std::string_view, 6> verbs = {"with", "insert", "update", "delete", "merge", "("};
  std::vector<Write> writes;
  if (std::none_of(verbs.begin(), verbs.end(), [&](std::string_view verb) { return tokens.front().value == verb; })) {
    return writes;
  }
  Reader in(tokens);
  for (std::size_t at = 0; at + 1 < tokens.size(); ++at) {
    // Where a statement begins: at the start, in parentheses, or behind the last query of WITH.
    if (at > 0 && !opens(tokens[at - 1]) && !closes(tokens[at - 1])) continue;
    in.go_to(at);
    Write write;
    write.offset = tokens[at].offset;
    if (in.accept("delete", "from")) {
      write.kind = Write::Kind::remove;
    } else if (in.accept("update")) {
      write.kind = Write::Kind::update;
    } else if (in.accept("insert", "into")) {
      write.kind = Write::Kind::insert;
    } else if (in.accept("merge", "into")) {
      write.kind = Write::Kind::merge;
    } else {
      continue;
    }
    in.accept("only");
    write.table = in.take_relation();
    if (write.table.empty()) continue;
    write.has_where = has_where(tokens, at);
    if (in.at("(")) in.skip();
    in.skip_to("values", "select", "with", "default", "table");
    write.from_query = !(in.at("values") || in.at("default"));
    writes.push_back(std::move(write));
  }
  return writes;
}

}  // namespace

Statement read_statement(std::string_view sql) {
  Statement statement;
  if (auto tokens = grammar::tokenise(sql)) {
    statement.tokens = std::move(*tokens);
  } else {
    statement.tokens.emplace_back();
  }
  Reader in(statement.tokens);
  if (in.accept("create")) {
    read_create(in, sql, statement);
  } else if (in.accept("alter")) {
    read_alter(in, sql, statement);
  } else if (in.accept("drop")) {
    read_drop(in, statement);
  } else {
    read_rest(in, statement);
  }
  statement.writes = writes_of(statement.tokens);
  return statement;
}

}  // namespace limbeck::lint
