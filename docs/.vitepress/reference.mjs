// The places in the pages that TypeDoc makes: `connect` and `Connect` are two, which headlines alone do not tell apart.

/** Markdown-it: a headline of the reference gets the name that TypeDoc wrote before it, and others one that nobody else has. */
export function referencePlaces(md) {
  md.core.ruler.push('reference-places', ({ tokens, env }) => {
    if (!env.relativePath?.startsWith('api/')) return;
    let given;
    for (const [at, token] of tokens.entries()) {
      const [, name] = (token.content ?? '').match(/^<a id="([^"]+)"><\/a>$/) ?? [];
      if (name && token.type !== 'heading_open') {
        given = name;
        for (const part of [token, ...(token.children ?? [])]) Object.assign(part, { content: '', children: part.children && [] });
      }
      if (token.type !== 'heading_open' || token.tag === 'h1') continue;
      const before = token.attrGet('id');
      const now = given ?? `at-${before}`;
      given = undefined;
      token.attrSet('id', now);
      for (const part of tokens[at + 1].children) if (part.attrGet('href') === `#${before}`) part.attrSet('href', `#${now}`);
    }
  });
}
