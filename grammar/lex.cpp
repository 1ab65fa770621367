#include "grammar/lex.hpp"

#include "grammar/unicode.hpp"

#include <boost/spirit/home/x3.hpp>

#include <charconv>
#include <functional>
#include <utility>

namespace limbeck::grammar {
namespace {

namespace x3 = boost::spirit::x3;

// Only character sets and ranges below: X3's class parsers (digit, alpha, space) assert on bytes from 0x80 on.
using Iterator = std::string_view::const_iterator;

// What the semantic actions work on.
struct Scan {
  std::string_view text;
  Iterator begin = nullptr;  // of the token that is being read
  std::string value;         // of a quoted token
  std::string problem;       // makes the token invalid
  EscapedText escaped{value};
  std::vector<Token> tokens;

  explicit Scan(std::string_view all) : text(all) {}
  void put(char c) {
    if (!escaped.complete()) problem = "invalid Unicode escape";
    value += c;
  }
  Scan(const Scan&) = delete;
  Scan& operator=(const Scan&) = delete;

  void start(Iterator at) {
    begin = at;
    value.clear();
    problem.clear();
    escaped.forget();
  }
  void emit(TokenKind kind, Iterator end);
};

struct Unterminated {
  SyntaxError error;
};

void Scan::emit(TokenKind kind, Iterator end) {
  const std::string_view raw(begin, static_cast<std::size_t>(end - begin));
  Token token{kind, static_cast<std::size_t>(begin - text.begin()), raw.size(), {}};
  if (kind == TokenKind::word || kind == TokenKind::number) {
    token.value = raw;
    for (char& c : token.value) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
  } else if (kind == TokenKind::symbol || kind == TokenKind::parameter) {
    token.value = raw == "!=" ? std::string_view("<>") : raw;
  } else {
    token.value = value;
  }
  if (!escaped.complete()) problem = "invalid Unicode escape";
  if (!problem.empty()) {
    token.kind = TokenKind::invalid;
    token.value = problem;
  }
  tokens.push_back(std::move(token));
}

struct ScanTag;
Scan& scan_of(const auto& context) {
  return x3::get<ScanTag>(context).get();
}

// A parser of X3 that is a plain function on the iterators: for what no combinator says well.
template <class Function>
struct Component : x3::parser<Component<Function>> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  Function function;
  explicit constexpr Component(Function f) : function(f) {}

  template <class Context, class RuleContext, class Attribute>
  bool parse(Iterator& first, const Iterator& last, const Context& context, RuleContext&, Attribute&) const {
    return function(first, last, scan_of(context));
  }
};

[[noreturn]] void unterminated(const Scan& scan, Iterator at, const char* what) {
  throw Unterminated{{static_cast<std::size_t>(at - scan.text.begin()), std::string("unterminated ") + what, {}}};
}

// Nested, so counted, not recursive: its depth is the input's choice.
const Component block_comment{[](Iterator& first, const Iterator& last, Scan& scan) {
  const auto is = [&](Iterator at, char a, char b) { return last - at >= 2 && at[0] == a && at[1] == b; };
  if (!is(first, '/', '*')) return false;
  Iterator at = first + 2;
  for (std::size_t depth = 1; depth > 0;) {
    if (at == last) unterminated(scan, first, "comment");
    if (is(at, '/', '*')) {
      ++depth;
      at += 2;
    } else if (is(at, '*', '/')) {
      --depth;
      at += 2;
    } else {
      ++at;
    }
  }
  first = at;
  return true;
}};

bool is_tag_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & '\x80') != 0;
}

const Component dollar_string{[](Iterator& first, const Iterator& last, Scan& scan) {
  if (first == last || *first != '$') return false;
  Iterator at = first + 1;
  if (at != last && is_tag_start(*at)) {
    while (at != last && (is_tag_start(*at) || (*at >= '0' && *at <= '9'))) ++at;
  }
  if (at == last || *at != '$') return false;
  const std::string_view tag(first, static_cast<std::size_t>(++at - first));
  const std::string_view rest(at, static_cast<std::size_t>(last - at));
  const std::size_t end = rest.find(tag);
  if (end == std::string_view::npos) unterminated(scan, first, "dollar-quoted string");
  scan.value = rest.substr(0, end);
  first = at + static_cast<std::ptrdiff_t>(end + tag.size());
  return true;
}};

// The longest run of operator characters that begins no comment; a + or - at its end belongs to it only if it has a
// character that no operator of the SQL standard has (CREATE OPERATOR), so that `a=-1` is two operators.
const Component operator_name{[](Iterator& first, const Iterator& last, Scan&) {
  const std::string_view rest(first, static_cast<std::size_t>(last - first));
  std::size_t size = rest.find_first_not_of("~!@#^&|`?+-*/%<>=");
  if (size == std::string_view::npos) size = rest.size();
  size = std::min({size, rest.find("--"), rest.find("/*")});
  const bool special = rest.substr(0, size).find_first_of("~!@#^&|`?%") != std::string_view::npos;
  while (!special && size > 1 && (rest[size - 1] == '+' || rest[size - 1] == '-')) --size;
  first += static_cast<std::ptrdiff_t>(size);
  return size > 0;
}};

// The \XXXX and \+XXXXXX of U&'...' and U&"...".
void decode_unicode(Scan& scan, char escape) {
  const std::string raw = std::exchange(scan.value, {});
  for (std::size_t i = 0; i < raw.size();) {
    if (raw[i] != escape || raw.substr(i, 2) == std::string(2, escape)) {
      if (!scan.escaped.complete()) break;
      scan.value += raw[i];
      i += raw[i] == escape ? 2 : 1;
      continue;
    }
    const bool lengthy = raw.substr(i + 1, 1) == "+";
    const std::string digits = raw.substr(i + (lengthy ? 2 : 1), lengthy ? 6 : 4);
    std::uint32_t code = 0;
    const char* const end = digits.data() + digits.size();
    const bool valid = digits.size() == (lengthy ? 6U : 4U) && std::from_chars(digits.data(), end, code, 16).ptr == end;
    if (!valid || !scan.escaped.put(code)) {
      scan.problem = "invalid Unicode escape";
      break;
    }
    i += lengthy ? 8 : 5;
  }
  if (!scan.escaped.complete()) scan.problem = "invalid Unicode escape";
}

const auto put = [](auto& context) { scan_of(context).put(x3::_attr(context)); };
const auto put_code = [](auto& context) {
  Scan& scan = scan_of(context);
  if (!scan.escaped.put(x3::_attr(context))) scan.problem = "invalid Unicode escape";
};
const auto put_byte = [](auto& context) {
  const auto byte = x3::_attr(context);
  if (byte == 0 || byte > 0xFF) scan_of(context).problem = "invalid byte in an escape";
  scan_of(context).put(static_cast<char>(static_cast<unsigned char>(byte)));
};
const auto problem = [](const char* message) {
  return [message](auto& context) { scan_of(context).problem = message; };
};
const auto append = [](char c) { return [c](auto& context) { scan_of(context).put(c); }; };
const auto decode = [](auto& context) { decode_unicode(scan_of(context), '\\'); };
const auto decode_by = [](auto& context) { decode_unicode(scan_of(context), x3::_attr(context)); };
const auto emit = [](TokenKind kind) {
  return [kind](auto& context) { scan_of(context).emit(kind, x3::_where(context).begin()); };
};
const auto start = [](auto& context) { scan_of(context).start(x3::_where(context).begin()); };
const auto fail_unterminated = [](const char* what) {
  return [what](auto& context) { unterminated(scan_of(context), scan_of(context).begin, what); };
};

const auto in_line = x3::char_(" \t\f\v");
const auto new_line = x3::char_("\r\n");
const auto line_comment = x3::lit("--") >> *(x3::char_ - new_line);
const auto blanks = x3::omit[*(x3::char_(" \t\r\n\f\v") | line_comment | block_comment)];

const auto word_start = x3::char_("a-zA-Z_\x80-\xff");
const auto word_part = x3::char_("a-zA-Z0-9_$\x80-\xff");
const auto word = x3::omit[word_start >> *word_part];

// Two parts of one string may stand apart if a line ends between them.
const auto continued = x3::omit[*in_line >> -line_comment >> new_line >> *(in_line | new_line | line_comment)] >> '\'';
const auto close_string = x3::lit('\'') | x3::eps[fail_unterminated("string")];
const auto quote = x3::lit("''") >> x3::attr('\'');
const auto plain_part = *((x3::char_ - '\'')[put] | quote[put]) >> close_string;
const auto plain_string = '\'' >> plain_part >> *(continued >> plain_part);

const auto escape_code = [](auto letter, auto digits) {
  return x3::lit(letter) >> (digits | x3::eps[problem("invalid Unicode escape")]);
};
const auto letter_escape = x3::lit('n')[append('\n')] | x3::lit('t')[append('\t')] | x3::lit('r')[append('\r')] |
                           x3::lit('b')[append('\b')] | x3::lit('f')[append('\f')] | x3::lit('v')[append('\v')];
const auto escape = x3::lit('\\') >>
                    (escape_code('u', x3::uint_parser<std::uint32_t, 16, 4, 4>()[put_code]) |
                     escape_code('U', x3::uint_parser<std::uint32_t, 16, 8, 8>()[put_code]) |
                     (x3::lit('x') >> x3::uint_parser<std::uint32_t, 16, 1, 2>()[put_byte]) |
                     x3::uint_parser<std::uint32_t, 8, 1, 3>()[put_byte] | letter_escape | x3::char_[put]);
const auto escape_part = *(escape | (x3::char_ - x3::char_("'\\"))[put] | quote[put]) >> close_string;
const auto escape_string = x3::lit('\'') >> escape_part >> *(continued >> escape_part);

const auto quoted_name = x3::lit('"') >> *((x3::char_ - '"')[put] | (x3::lit("\"\"") >> x3::attr('"'))[put]) >>
                         (x3::lit('"') | x3::eps[fail_unterminated("quoted name")]);

const auto letter = [](const std::string& both) { return x3::omit[x3::char_(both)]; };
const auto uescape = x3::omit[blanks >> letter("uU") >> letter("eE") >> letter("sS") >> letter("cC") >> letter("aA") >>
                              letter("pP") >> letter("eE") >> blanks >> '\''] >>
                     (x3::char_ - x3::char_("0-9a-fA-F+'\" \t\r\n\f\v")) >> '\'';
const auto unicode_end = uescape[decode_by] | x3::eps[decode];

const auto digits = x3::char_("0-9") >> *(-x3::lit('_') >> x3::char_("0-9"));
const auto in_base = [](const std::string& mark, const std::string& set) {
  return x3::lit('0') >> x3::char_(mark) >> +(-x3::lit('_') >> x3::char_(set));
};
const auto number = x3::omit[in_base("xX", "0-9a-fA-F") | in_base("oO", "0-7") | in_base("bB", "01") |
                             (((digits >> -(x3::lit('.') >> !x3::lit('.') >> -digits)) | (x3::lit('.') >> digits)) >>
                              -(x3::char_("eE") >> -x3::char_("+-") >> digits))] >>
                    -word[problem("a number cannot be followed directly by a letter")];

const auto punctuation = x3::omit[x3::lit("::") | x3::lit(":=") | x3::char_(",()[];:.")];

const auto token = x3::eps[start] >>
                   ((letter("eE") >> escape_string)[emit(TokenKind::string)] |
                    (letter("bB") >> &x3::lit('\'') >> x3::eps[append('b')] >> plain_string)[emit(TokenKind::bits)] |
                    (letter("xX") >> &x3::lit('\'') >> x3::eps[append('x')] >> plain_string)[emit(TokenKind::bits)] |
                    (letter("nN") >> plain_string)[emit(TokenKind::national)] |
                    (letter("uU") >> '&' >> plain_string >> unicode_end)[emit(TokenKind::string)] |
                    (letter("uU") >> '&' >> quoted_name >> unicode_end)[emit(TokenKind::name)] |
                    word[emit(TokenKind::word)] | quoted_name[emit(TokenKind::name)] |
                    plain_string[emit(TokenKind::string)] | number[emit(TokenKind::number)] |
                    dollar_string[emit(TokenKind::string)] |
                    (x3::lit('$') >> x3::omit[+x3::char_("0-9")])[emit(TokenKind::parameter)] |
                    punctuation[emit(TokenKind::symbol)] | operator_name[emit(TokenKind::symbol)] |
                    (x3::omit[x3::char_] >> *x3::omit[x3::char_('\x80', '\xbf')] >>
                     x3::eps[problem("this character has no meaning in SQL")])[emit(TokenKind::invalid)]);

const auto tokens = blanks >> *(token >> blanks);

}  // namespace

Parsed<std::vector<Token>> tokenise(std::string_view text) {
  Scan scan(text);
  Iterator first = text.begin();
  try {
    // As x3::parse() with x3::with<>[] would, which copies the whole parser for each text.
    const auto reference = std::ref(scan);
    tokens.parse(first, text.end(), x3::make_context<ScanTag>(reference), x3::unused, x3::unused);
  } catch (Unterminated& unfinished) {
    return std::move(unfinished.error);
  }
  for (Token& each : scan.tokens) {
    if (each.kind == TokenKind::name && each.value.empty()) {
      each = {TokenKind::invalid, each.offset, each.length, "a quoted name cannot be empty"};
    }
  }
  scan.tokens.push_back({TokenKind::end, text.size(), 0, {}});
  return std::move(scan.tokens);
}

}  // namespace limbeck::grammar
