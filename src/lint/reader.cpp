#include "lint/reader.hpp"

namespace limbeck::lint {

using grammar::Token;
using grammar::TokenKind;

std::string Relation::shown() const {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ".") + part;
  return text;
}

const Token& Reader::take() {
  const Token& token = peek();
  if (token.kind != TokenKind::end) ++position_;
  return token;
}

bool Reader::at_name() const {
  return peek().kind == TokenKind::word || peek().kind == TokenKind::name;
}

std::string Reader::take_name() {
  return at_name() ? take().value : std::string();
}

Relation Reader::take_relation() {
  Relation relation;
  relation.offset = offset();
  while (at_name()) {
    relation.parts.push_back(take().value);
    if (!accept(".")) break;
  }
  return relation;
}

std::vector<Relation> Reader::take_relations() {
  std::vector<Relation> relations;
  do {
    accept("only");
    const bool wrapped = accept("(");  // ONLY (t), which the standard has
    Relation relation = take_relation();
    if (relation.empty()) break;
    relations.push_back(std::move(relation));
    if (wrapped) accept(")");
    accept("*");
  } while (accept(","));
  return relations;
}

void Reader::skip() {
  std::size_t depth = 0;
  do {
    if (at("(") || at("[")) ++depth;
    if ((at(")") || at("]")) && depth > 0) --depth;
    take();
  } while (depth > 0 && !at_end());
}

}  // namespace limbeck::lint
