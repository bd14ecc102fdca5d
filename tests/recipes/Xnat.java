import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The XNAT of the Tomcat: whatever is asked of it is asked of the embedded server behind. */
public class Xnat extends HttpServlet {
    private static final List<String> OF_THE_LINE = List.of("connection", "keep-alive", "transfer-encoding");

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        URL address = new URL(getServletConfig().getInitParameter("behind") + request.getRequestURI() + query);
        HttpURLConnection line = (HttpURLConnection) address.openConnection();
        line.setRequestMethod(request.getMethod());
        line.setInstanceFollowRedirects(false);
        for (String name : Collections.list(request.getHeaderNames())) {
            if (OF_THE_LINE.contains(name.toLowerCase())) continue;
            for (String value : Collections.list(request.getHeaders(name))) line.addRequestProperty(name, value);
        }
        long length = request.getContentLengthLong();
        boolean isChunked = request.getHeader("transfer-encoding") != null;
        if (length > 0 || isChunked) {
            line.setDoOutput(true);
            if (isChunked) line.setChunkedStreamingMode(1 << 16);
            else line.setFixedLengthStreamingMode(length);
            try (OutputStream body = line.getOutputStream()) {
                request.getInputStream().transferTo(body);
            }
        }
        response.setStatus(line.getResponseCode());
        for (Map.Entry<String, List<String>> field : line.getHeaderFields().entrySet()) {
            String name = field.getKey();
            if (name == null || OF_THE_LINE.contains(name.toLowerCase())) continue;
            for (String value : field.getValue()) response.addHeader(name, value);
        }
        InputStream body = line.getResponseCode() < 400 ? line.getInputStream() : line.getErrorStream();
        if (body != null) body.transferTo(response.getOutputStream());
    }
}
