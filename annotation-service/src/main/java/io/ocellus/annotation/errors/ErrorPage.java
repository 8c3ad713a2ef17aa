package io.ocellus.annotation.errors;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Answers what a filter or a servlet refused by a bare status, in the form of everything else: JSON, whatever the client accepts. */
@Controller
final class ErrorPage implements ErrorController {
    @RequestMapping("/error")
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        // The dispatch to this page is a GET, whatever the request was.
        String method = request.getAttribute(RequestDispatcher.ERROR_METHOD) instanceof String asked
                ? asked
                : request.getMethod();
        byte[] body = BareStatus.json(status, method);
        response.setStatus(status);
        response.setContentType("application/json");
        response.getOutputStream().write(body);
    }
}
