// Places inside TOML strings, and strings as TOML writes them.

#include "toml/document.hpp"
#include "toml/quote.hpp"
#include "toml/source_file.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace limbeck;

namespace {

std::string value_of(const Document& document) {
  REQUIRE(document.root);
  REQUIRE(document.root->items.size() == 1);
  return document.root->items[0].text.value;
}

}  // namespace

TEST_CASE("locate finds the byte of a value in each form of string") {
  struct Row {
    std::string source;  // its first value is searched for an x
    SourcePosition expected;
  };
  const std::vector<Row> rows{
      {R"(a = "x")", {1, 6}},
      {R"(a = "12x")", {1, 8}},
      {R"(a = '12x')", {1, 8}},
      {R"(a = '\\x')", {1, 8}},
      {R"(a = "\\x")", {1, 8}},
      {R"(a = "\n\tx")", {1, 10}},
      {R"(a = "\u00e9x")", {1, 12}},
      {R"(a = "\U0001F600x")", {1, 16}},
      {"a = \"é😀x\"", {1, 8}},
      {"\xEF\xBB\xBF"
       "a = 'x'",
       {1, 6}},
      {"# first\na = 'x'", {2, 6}},
      {"a = '''x'''", {1, 8}},
      {"a = '''\nx'''", {2, 1}},
      {"a = '''\r\nx'''", {2, 1}},
      {"a = '''1\n2\n3x'''", {3, 2}},
      {"a = '''1\r\n2\r\n3x'''", {3, 2}},
      {"a = '''\n\nx'''", {3, 1}},
      {"a = ''''x'''", {1, 9}},
      {"a = \"\"\"\"\"x\"\"\"", {1, 10}},
      {"a = \"\"\"1 \\\n    x\"\"\"", {2, 5}},
      {"a = \"\"\"\\\n\n  x\"\"\"", {3, 3}},
      {"a = \"\"\"\\\r\n  x\"\"\"", {2, 3}},
      {"a = \"\"\"é\\u00e9\nx\"\"\"", {2, 1}},
      {"'x' = 1", {1, 2}},
      {"x = 1", {1, 1}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.source);
    SourceFile source{"f.toml", row.source};
    if (source.text.starts_with("\xEF\xBB\xBF")) source.text.erase(0, 3);
    const Document document = parse_toml(source, 0);
    REQUIRE(document.root);
    const Field& item = document.root->items.at(0);
    const Text& text = item.type == Field::Type::text ? item.text : item.key;
    const std::size_t offset = text.value.find('x');
    REQUIRE(offset != std::string::npos);
    CHECK(locate(source.text, text.at, offset) == row.expected);
  }
}

TEST_CASE("locate stays at the closing quote behind a value's end") {
  CHECK(locate("a = 'xy' # c", {1, 5}, 2) == SourcePosition{1, 8});
  CHECK(locate("a = 'xy' # c", {1, 5}, 99) == SourcePosition{1, 8});
  CHECK(locate("a = '''xy''' # c", {1, 5}, 99) == SourcePosition{1, 10});
  CHECK(locate("a = \"\"\"x\"\"\"\"\"", {1, 5}, 99) == SourcePosition{1, 11});
}

TEST_CASE("line_of gives a line without its end") {
  CHECK(line_of("a\r\nb\n\nc", 1) == "a");
  CHECK(line_of("a\r\nb\n\nc", 2) == "b");
  CHECK(line_of("a\r\nb\n\nc", 3).empty());
  CHECK(line_of("a\r\nb\n\nc", 4) == "c");
  CHECK(line_of("a\r\nb\n\nc", 5).empty());
  CHECK(line_of("a", 0).empty());
}

TEST_CASE("strings are written in the first form that holds them") {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"", R"("")"},
      {"integer", R"("integer")"},
      {"default 'x'", R"("default 'x'")"},
      {R"(x ~ '\d')", R"("""x ~ '\\d'""")"},
      {R"(x ~ '\d' )", R"('''x ~ '\d' ''')"},
      {R"(a \d)", R"('a \d')"},
      {R"("A" text)", R"('"A" text')"},
      {R"("A" 'x' y)", R"('''"A" 'x' y''')"},
      {"a\nb", "'''\na\nb'''"},
      {"\na", "'''\n\na'''"},
      {"it'''s\n", "\"\"\"\nit'''s\n\"\"\""},
      {"a\r\nb", "\"\"\"\na\\r\nb\"\"\""},
      {"a\tb", "\"a\tb\""},
      {"\x01", R"("""\u0001""")"},
  };
  for (const auto& [text, expected] : rows) {
    CAPTURE(text);
    CHECK(toml_text::string(text) == expected);
  }
  CHECK(toml_text::key("a-b_1") == "a-b_1");
  CHECK(toml_text::key("a.b") == "\"a.b\"");
  CHECK(toml_text::key("") == "\"\"");
  CHECK(toml_text::key("a\"b") == "'a\"b'");
  CHECK(toml_text::key("a\"b'") == "\"a\\\"b'\"");
  CHECK(toml_text::key("é") == "\"é\"");
}

TEST_CASE("written strings read back byte for byte, and every byte is located") {
  std::mt19937 random(7);  // NOLINT: the same texts in every run
  const std::vector<std::string> pieces{"a",  "x",  " ",  "'", "'", "\"",   "\"",   "\\",
                                        "\n", "\r", "\t", "é", "😀", "\x01", "\x7F", "#"};
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (std::size_t i = random() % 9; i > 0; --i) text += pieces[random() % pieces.size()];
    CAPTURE(text);
    for (const std::string& written : {toml_text::string(text), toml_text::line_string(text)}) {
      const SourceFile source{"f.toml", "k = " + written + "\n"};
      CHECK(value_of(parse_toml(source, 0)) == text);
      SourcePosition before{1, 5};
      for (std::size_t offset = 0; offset <= text.size(); ++offset) {
        const bool whole = offset == text.size() || (static_cast<unsigned char>(text[offset]) & 0xC0U) != 0x80U;
        if (!whole) continue;
        const SourcePosition at = locate(source.text, {1, 5}, offset);
        CHECK(before < at);
        before = at;
        if (offset == text.size() || text[offset] != 'x') continue;
        CHECK(line_of(source.text, at.line).find('x') != std::string::npos);
      }
    }
    const SourceFile keyed{"f.toml", toml_text::key(text) + " = 1\n"};
    const Document document = parse_toml(keyed, 0);
    REQUIRE(document.root);
    CHECK(document.root->items.at(0).key.value == text);
  }
}

TEST_CASE("documents keep the order of the file") {
  const SourceFile source{
      "f.toml",
      "z = 1\na = 0.10\n[t.y]\nk = 1_000\n[s]\nlist = ['b', { n = 'x' }, true]\n[t.b]\n[[f]]\nv = 2\n[[f]]\nv = 1\n"};
  const Document document = parse_toml(source, 3);
  REQUIRE(document.root);
  std::vector<std::string> keys;
  for (const Field& item : document.root->items) keys.push_back(item.key.value);
  CHECK(keys == std::vector<std::string>{"z", "a", "t", "s", "f"});
  CHECK(document.root->items[1].text.value == "0.10");
  CHECK(document.root->items[2].items[0].key.value == "y");
  CHECK(document.root->items[2].items[0].items[0].text.value == "1000");
  CHECK(document.root->items[2].items[1].key.at == SourcePosition{7, 4});
  CHECK(document.root->items[3].items[0].items[1].items[0].text.value == "x");
  CHECK(document.root->items[4].items[0].items[0].text.value == "2");
  CHECK(document.root->items[4].items[1].text.at == SourcePosition{10, 1});
  CHECK(document.root->items[4].key.file == 3);
}

TEST_CASE("TOML's own errors have a place and a next step") {
  struct Row {
    std::string source, message, hint;
    SourcePosition at;
  };
  const std::vector<Row> rows{
      {"a = \"check (x ~ '^\\d+$')\"", "escape", "literal string", {1, 20}},
      {"a = 1\na = 2\n", "redefine", "once", {2, 5}},
      {"[a]\n[a]\n", "redefine", "once", {2, 1}},
      {"a = \"x\nb = 1\n", "control characters", "closing quote", {1, 7}},
      {"a = { b = 1,\n c = 2 }\n", "inline table", "one line", {1, 13}},
      {"a = 2020-01-01\n", "dates", "string", {1, 5}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.source);
    const Document document = parse_toml({"f.toml", row.source}, 0);
    REQUIRE(document.diagnostics.size() == 1);
    const Diagnostic& found = document.diagnostics[0];
    CHECK(found.message.find(row.message) != std::string::npos);
    CHECK(found.hint.find(row.hint) != std::string::npos);
    CHECK(found.where == SourceRange{"f.toml", row.at});
  }
}
