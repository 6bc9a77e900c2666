import { site } from "../cms.mjs";

export default function Layout({ children }) {
  return (
    <html lang={site.locale}>
      <body>
        <main>{children}</main>
        <footer>
          <p>
            {site.title}, <a href={`tel:${site.phone}`}>{site.phone}</a>
          </p>
          <div dangerouslySetInnerHTML={{ __html: site.crisis?.body?.html ?? "" }} />
        </footer>
      </body>
    </html>
  );
}
