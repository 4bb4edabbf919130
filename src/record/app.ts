/**
 * Apps that gangs have people install, named "app:com.example.pay". An app is listed, blocked and reported like a
 * domain, and has a domain's key (domain-key.ts). No host in a text holds a colon.
 */

const PREFIX = "app:";

export function appOf(packageName: string): string {
  return PREFIX + packageName;
}

export function isApp(host: string): boolean {
  return host.startsWith(PREFIX);
}

export function packageOf(app: string): string {
  return app.slice(PREFIX.length);
}
