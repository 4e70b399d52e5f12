/** The chapter about each route of the router; a page of the settings has one of its own, `settings-` and its key. */
export const TOPICS: Readonly<Record<string, string>> = {
  '/': 'home', '/start': 'start', '/notices': 'notices', '/search': 'search', '/help': 'help',
  '/o/$object/bin': 'bin', '/o/$object/merge': 'merge', '/o/$object/$id': 'record', '/o/$object': 'list',
  '/import': 'import', '/import/$id': 'import',
  '/settings': 'settings', '/settings/$page': 'settings-$page',
  '/sign-in': 'sign-in', '/setup/$secret': 'setup', '/invite/$secret': 'invite',
}

const shapes = Object.entries(TOPICS).map(([route, topic]) => ({ shape: new RegExp(`^${route.replace(/\$\w+/g, '([^/]+)')}/?$`), topic }))

/** The key of the chapter about the page at a path. */
export function topicOf(path: string): string {
  for (const { shape, topic } of shapes) {
    const found = shape.exec(path)
    if (found) return topic.replace('$page', found[1] ?? '')
  }
  return 'basics'
}
